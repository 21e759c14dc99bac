def search_path(repository):
    """The folders in which the bot's tests look for modules."""
    project = repository / "pyproject.toml"
    found = re.search(r"^pythonpath\s*=\s*(\[[^\]]*\])", project.read_text("utf-8"), re.MULTILINE) if project.is_file() else None
    return [os.path.normpath(repository / folder) for folder in (literal_eval(found[1]) if found else ["."])]
