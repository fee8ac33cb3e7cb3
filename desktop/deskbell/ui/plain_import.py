"""Takes PySide6's hook out of `import`, for switching names to snake_case module by module (`from __feature__ import …`), which nobody here does.

The hook runs with every import statement, and reads the source of each module that comes after Qt to see whether it names PySide6. To be imported right
after Qt, before the rest is.
"""

import builtins

import PySide6.QtCore  # noqa: F401  sets the hook

# Where PySide6 itself keeps what was there before (shibokensupport.signature.loader).
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
