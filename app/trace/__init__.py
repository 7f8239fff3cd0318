"""The plain values of a run: readable where there is no torch and no model."""

from app.trace.trace import Attention as Attention
from app.trace.trace import Floats as Floats
from app.trace.trace import Measured as Measured
from app.trace.trace import Positions as Positions
from app.trace.trace import Token as Token
from app.trace.trace import Trace as Trace
