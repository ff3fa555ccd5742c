"""Random format specs: for the mini-language of format() and f-strings, and for printf-style formatting."""


class FormatOperands:
    def _spec(self, types, precision=0.4, grouping=0.25):
        r = self.r
        align = r.choice(['', '', '', '<', '>', '^', '='])
        fill = r.choice(['*', '0', ' ', 'é', '漢', '-', 'x', '{', '}', '😀'][:7]) if align and r.random() < 0.5 else ''
        sign = r.choice(['', '', '', '+', '-', ' '])
        alternate = '#' if r.random() < 0.15 else ''
        zero = '0' if r.random() < 0.15 else ''
        width = str(r.choice([1, 3, 5, 8, 12, 20, 40])) if r.random() < 0.5 else ''
        group = r.choice([',', '_']) if r.random() < grouping else ''
        digits = '.%d' % r.choice([0, 0, 1, 2, 2, 3, 5, 6, 10, 17, 20, 30]) if r.random() < precision else ''
        negative_zero = 'z' if r.random() < 0.05 else ''
        text = fill + align + sign + negative_zero + alternate + zero + width + group + digits + r.choice(types)
        if r.random() < 0.03:
            text = text[::-1]
        return text

    def int_spec(self):
        return repr(self._spec(['', 'd', 'd', 'b', 'o', 'x', 'X', 'n', 'c', 'e', 'f', 'g', '%'], precision=0.1))

    def integer_spec(self):
        return repr(self._spec(['d', ''], precision=0))

    def radix_spec(self):
        return repr(self._spec(['b', 'o', 'x', 'X'], precision=0))

    def float_spec(self):
        return repr(self._spec(['', 'f', 'f', 'F', 'e', 'E', 'g', 'G', '%', 'n']))

    def fixed_spec(self):
        return repr(self._spec(['f', 'F', '%'], precision=0.8))

    def exponent_spec(self):
        return repr(self._spec(['e', 'E'], precision=0.7))

    def general_spec(self):
        return repr(self._spec(['g', 'G', ''], precision=0.7))

    def str_spec(self):
        r = self.r
        align = r.choice(['', '<', '>', '^', '='] if r.random() < 0.2 else ['', '<', '>', '^'])
        fill = r.choice(['*', '0', ' ', 'é', '漢', '😀', '-']) if align and r.random() < 0.5 else ''
        width = str(r.choice([0, 1, 3, 5, 8, 12, 20])) if r.random() < 0.6 else ''
        digits = '.%d' % r.choice([0, 1, 2, 5, 10]) if r.random() < 0.3 else ''
        return repr(fill + align + width + digits + r.choice(['', '', 's']))

    def any_spec(self):
        return self.r.choice([self.int_spec, self.float_spec, self.str_spec])()

    def bare(self, quoted):
        """A spec for an f-string: without quotes and braces that would end it."""
        return quoted[1:-1].replace('{', '*').replace('}', '*').replace("'", '*').replace('\\', '*')

    def float_bare(self):
        return self.bare(self.float_spec())

    def int_bare(self):
        return self.bare(self.int_spec())

    def str_bare(self):
        return self.bare(self.str_spec())

    def percent_int(self):
        return self._percent('diuxXoc')

    def percent_float(self):
        return self._percent('eEfFgG')

    def percent_str(self):
        return self._percent('sra')

    def _percent(self, types):
        r = self.r
        flags = ''.join(f for f in '-+ #0' if r.random() < 0.15)
        width = str(r.choice([1, 3, 6, 10, 20])) if r.random() < 0.4 else ''
        digits = '.%s' % r.choice(['', '0', '1', '2', '3', '6', '12']) if r.random() < 0.35 else ''
        text = '%' + flags + width + digits + r.choice(types)
        return repr(r.choice(['', 'a', 'x=']) + text + r.choice(['', '', '%%', ' é']))
