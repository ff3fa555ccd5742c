"""Loading, checking and explaining specs; errors with fields."""

import pickle
import tempfile
import unittest
from pathlib import Path

import cases
import headrace

BROKEN = cases.STREAM.replace('Type: integer, Value: state.events + 1', 'Type: intger, Value: state.events +')


class Specs(unittest.TestCase):
    def test_text_path_and_dict_are_the_same(self):
        import yaml
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / 'spec.yml'
            path.write_text(cases.STREAM)
            expected = headrace.transform(cases.STREAM, events=cases.events(50))['state'].arrow
            for source in (path, str(path), headrace.load(path), yaml.safe_load(cases.STREAM)):
                self.assertEqual(headrace.transform(source, events=cases.events(50))['state'].arrow, expected)

    def test_errors_have_fields(self):
        with self.assertRaises(headrace.SpecError) as caught:
            headrace.load(BROKEN)
        error = caught.exception
        line = next(i for i, text in enumerate(BROKEN.splitlines(), 1) if 'intger' in text)
        self.assertEqual((error.file, error.line, error.hint), ('<text>', line, "did you mean 'integer'?"))
        self.assertEqual(len(error.errors), 2)
        self.assertIn(f'<text>:{line}:', str(error))
        self.assertIn('intger', error._repr_html_())
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual((again.line, again.diagnostics), (error.line, error.diagnostics))

    def test_transform_refuses_an_invalid_spec(self):
        with self.assertRaises(headrace.SpecError):
            headrace.transform(BROKEN, events=[])
        with self.assertRaises(headrace.SpecError):
            headrace.Engine(BROKEN)

    def test_check_and_explain(self):
        spec = headrace.load(BROKEN, check=False)
        self.assertEqual({d.severity for d in spec.check()}, {'error'})
        window = headrace.load(cases.WINDOW)
        self.assertEqual([d.code for d in window.check(cases.STREAM) if d.severity == 'error'], [])
        explained = headrace.load(cases.STREAM).explain()
        self.assertEqual(explained['specs'][0]['name'], 'Sessions')
        self.assertIn('native', str(explained))
        self.assertIn('<table>', explained._repr_html_())
        self.assertIn('before', str(window.explain(cases.STREAM)))

    def test_specs_pickle(self):
        spec = headrace.load(cases.STREAM)
        self.assertEqual(pickle.loads(pickle.dumps(spec)), spec)

    def test_no_file(self):
        with self.assertRaises(OSError):
            headrace.load('nowhere.yml')

    def test_a_file_that_is_not_utf8(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / 'spec.yml'
            path.write_bytes(b'# caf\xe9\n' + cases.STREAM.encode())
            with self.assertRaisesRegex(headrace.InputError, 'not UTF-8'):
                headrace.load(path)

    def test_two_texts_are_told_apart(self):
        wrong = cases.WINDOW.replace('sum(source.score)', 'summ(source.score)')
        for stream, window, file in ((BROKEN, cases.WINDOW, '<text>'), (cases.STREAM, wrong, '<window text>')):
            with self.assertRaises(headrace.SpecError) as caught:
                headrace.transform(stream, window, events=[])
            self.assertEqual({d.file for d in caught.exception.errors}, {file})
        self.assertFalse(any('intger' in str(d) for d in headrace.load(cases.WINDOW).check(BROKEN)))

    def test_errors_of_the_outside(self):
        error = headrace.OutsideError('the disk is full', '/data/rows', 'make room')
        self.assertEqual((error.errno, error.filename, error.args), (None, '/data/rows', ('the disk is full',)))
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual((str(again), again.place, again.hint), (str(error), '/data/rows', 'make room'))


if __name__ == '__main__':
    unittest.main()
