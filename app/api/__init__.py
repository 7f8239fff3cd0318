"""What other programs call: arguments, checks, JSON, as routes and as endpoints of Gradio."""
