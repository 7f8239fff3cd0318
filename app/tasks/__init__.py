"""What can be asked of a model: one task per file, each ending in `TASK = Task(...)`."""

from app.tasks._task import Answer as Answer
from app.tasks._task import Field as Field
from app.tasks._task import Partial as Partial
from app.tasks._task import Prompt as Prompt
from app.tasks._task import Request as Request
from app.tasks._task import Task as Task
from app.tasks._task import Written as Written
