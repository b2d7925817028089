"""The accurate model of `framing`: a finetuned sentence encoder and its heads, as files. It holds no code."""
