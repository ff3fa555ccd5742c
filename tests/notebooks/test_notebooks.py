"""The notebooks of examples/notebooks run from top to bottom, and are kept without what they showed."""

import shutil
import tempfile
import unittest
from pathlib import Path

import nbformat
from nbclient import NotebookClient

EXAMPLES = Path(__file__).resolve().parents[2] / 'examples'
TIME_LIMIT_S = 300  # for a cell


def outputs(notebook):
    """What is shown, as text, cell by cell."""
    for cell in notebook.cells:
        if cell.cell_type == 'code':
            yield [o.get('text') or o.get('data', {}).get('text/plain', '') for o in cell.outputs]


def kinds(notebook):
    return {kind for cell in notebook.cells if cell.cell_type == 'code' for o in cell.outputs for kind in o.get('data', {})}


class Notebooks(unittest.TestCase):
    def run_notebook(self, name):
        """In a copy of the examples."""
        notebook = nbformat.read(EXAMPLES / 'notebooks' / name, as_version=4)
        nbformat.validate(notebook)
        self.assertEqual([cell for cell in notebook.cells if cell.get('outputs') or cell.get('execution_count')], [])
        with tempfile.TemporaryDirectory() as folder:
            for example in ('notebooks', 'game-sessions'):
                shutil.copytree(EXAMPLES / example, Path(folder) / example, ignore=shutil.ignore_patterns('__pycache__'))
            client = NotebookClient(notebook, timeout=TIME_LIMIT_S, kernel_name='python3',
                                    resources={'metadata': {'path': str(Path(folder) / 'notebooks')}})
            client.execute()
        return notebook

    def test_training_table(self):
        notebook = self.run_notebook('training-table.ipynb')
        shown = ''.join(text for cell in outputs(notebook) for text in cell)
        self.assertIn('area under the ROC curve', shown)
        area = float(shown.split('of the later ones: ')[1].split()[0])
        self.assertGreater(area, 0.6)  # it has learned something
        self.assertLessEqual({'text/html', 'image/png'}, kinds(notebook))

    def test_live(self):
        shown = list(outputs(self.run_notebook('live.ipynb')))
        self.assertEqual(shown[-1], ['live is batch\n'])
        self.assertIn("late {'events':", shown[4][0])

    def test_all_are_run(self):
        names = {path.name for path in (EXAMPLES / 'notebooks').glob('*.ipynb')}
        self.assertEqual(names, {'training-table.ipynb', 'live.ipynb'})


if __name__ == '__main__':
    unittest.main()
