"""Starts the playground: `python app.py`, or `python app.py --help`."""

from app.cli import cli

if __name__ == "__main__":
    cli()
