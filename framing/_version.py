"""The version, in one place: read by setup.cfg, the manifest of a model and `framing --version`."""

__version__ = "0.1.0"
