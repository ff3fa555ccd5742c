"""Pictures of results, drawn by matplotlib, which is there with `pip install 'headrace[plot]'` and loaded at the first picture."""
