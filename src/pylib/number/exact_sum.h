// math.fsum: the sum of floats, rounded once. Kept as doubles that do not overlap, smallest first (Shewchuk's
// algorithm); fails where CPython does, which is when a partial sum overflows.
#pragma once

#include <span>
#include <vector>

#include "data/context.h"

namespace headrace::pylib {

class ExactSum {
 public:
  bool add(Context& cx, double x);
  bool total(Context& cx, double* out) const;

 private:
  double rounded() const;

  std::vector<double> partials_;
  double infinities_ = 0;
  double specials_ = 0;  // the sum of all infinities and NaNs
};

bool exact_sum(Context& cx, std::span<const double> items, double* out);

}  // namespace headrace::pylib
