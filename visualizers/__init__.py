"""From a trace to a view: one panel per file, ending in `PANEL = Panel(...)`."""

from visualizers._panel import Panel as Panel
from visualizers._panel import Selection as Selection
