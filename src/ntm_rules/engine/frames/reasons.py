FIGURES = ("observed", "required", "gap")
WORDS = ("why", "measure", "operator", "observed_word", "required_word")
def reason(table, key): return {}
def nothing_of(name, table): return None
