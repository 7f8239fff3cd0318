"""Whether the visitor of an event is still there, asked of Gradio's queue."""

from __future__ import annotations

from gradio.context import LocalContext

from app.engine.disconnection import Left, asker


def visitor_left() -> Left:
    """The question whether whoever sent the event under way has left; asked for in its handler.

    Gradio's queue marks the events of a page that was closed or loaded anew, and then sends
    nothing more of them; a handler that waits would not hear of it.
    """
    blocks, event_id = LocalContext.blocks.get(None), LocalContext.event_id.get(None)
    event = blocks._queue.event_ids_to_events.get(event_id) if blocks and event_id else None
    if event is None:
        # Not in the queue: an ordinary request.
        return asker()
    return lambda: not event.alive
