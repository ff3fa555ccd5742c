"""How a contender in Python is started: with_X.py JOB FILE [--threads N] [--rows CSV] [--repeat N]

It does the job and leaves the result in the memory of its tool. With --rows it writes it to a CSV as well
(../suite/answers.py says how). With --repeat it does the job so often in one process, and prints what each time cost:
[{"wall": seconds, "cpu": seconds}, ...]. The later ones are those of a tool that is warm.
"""

import argparse
import csv
import json
import sys
import time


def rows_are_wanted():
    return any(argument.startswith('--rows') for argument in sys.argv)


def main(jobs, rows, cpu=time.process_time):
    """jobs: for each job a function (path, threads) -> result. rows(result) gives the rows for the CSV."""
    parser = argparse.ArgumentParser()
    parser.add_argument('job', choices=jobs)
    parser.add_argument('path')
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--rows')
    parser.add_argument('--repeat', type=int, default=1)
    options = parser.parse_args()
    costs = []
    for _ in range(options.repeat):
        wall, busy = time.perf_counter(), cpu()
        result = jobs[options.job](options.path, options.threads)
        costs.append({'wall': time.perf_counter() - wall, 'cpu': cpu() - busy})
    if options.repeat > 1:
        print(json.dumps(costs))
    if options.rows:
        with open(options.rows, 'w', newline='') as file:
            csv.writer(file).writerows(rows(result))
