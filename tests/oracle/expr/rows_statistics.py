"""The statistics module."""

from rows import Table

TABLE = Table('statistics', 'statistics')
T = TABLE

DATA = ['$some_nums', '$ints', '$floats', '$nums', '$wild_nums', '$bools', '$range', '[$finite, $finite, $finite]',
        '(x / 7 for x in $ints)', '[$int, $int]', '[0.1] * $nat', '[$num]']


def over(name, data=DATA):
    return ['statistics.%s(%s)' % (name, d) for d in data]


T.row('statistics-mean', 'num', *over('mean'))
T.row('statistics-median', 'num', *over('median'), 'statistics.median($strs)')
T.row('statistics-stdev', 'float', *over('stdev'), 'statistics.stdev($nums, $num)',
      'statistics.stdev($some_nums, xbar=None)')
T.row('statistics-wrong', None, 'statistics.mean([])', 'statistics.mean($small)', 'statistics.mean($strs)',
      'statistics.median([])', 'statistics.stdev([1])', 'statistics.mean($none)', 'statistics.stdev([])',
      'statistics.mean($list)', 'statistics.median($list)',
      'statistics.stdev($strs)', 'statistics.mean([1, None])', 'statistics.mean()', 'statistics.foo([1])',
      'statistics.harmonic_mean({2})')
for name in ['fmean', 'pstdev', 'variance', 'pvariance', 'median_low', 'median_high', 'mode', 'multimode',
             'harmonic_mean', 'geometric_mean']:
    T.row('statistics-%s' % name.replace('_', '-'), None, *over(name,
        ['$some_nums', '$ints', '$floats', '$nums', '[$positive, $positive]']), native=False, weight=0.3)
T.row('statistics-quantiles', None, 'statistics.quantiles($some_nums)', 'statistics.quantiles($some_nums, n=$nat)',
      "statistics.quantiles($ints, method='inclusive')", native=False, weight=0.3)
T.row('statistics-two', None, 'statistics.correlation($nums, $nums)', 'statistics.covariance($ints, $ints)',
      'statistics.linear_regression($nums, $nums)[0]', native=False, weight=0.3)
T.row('statistics-median-grouped', None, 'statistics.median_grouped($some_nums)',
      'statistics.median_grouped($ints, 2)', native=False, weight=0.3)
