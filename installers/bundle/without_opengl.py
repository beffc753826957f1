"""Run in the frozen program before anything else: empty modules in place of Qt's OpenGL.

pyqtgraph imports them though nothing of ours is drawn by them; they weigh 10 MB and would load with the first chart.
"""

import sys
from types import ModuleType

for _name in ("QtOpenGL", "QtOpenGLWidgets"):
    _module = ModuleType(f"PySide6.{_name}")
    _module.QOpenGLWidget = type("QOpenGLWidget", (), {})
    sys.modules[_module.__name__] = _module
