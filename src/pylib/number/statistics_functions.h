// The functions of the module statistics, by file. Contract of each as FunctionDef::fn.
#pragma once

#include <span>

#include "pylib/python_call.h"

namespace headrace::pylib {

inline constexpr char kStatisticsModule[] = "statistics";

std::span<const FunctionDef> statistics_average_functions();  // mean fmean geometric_mean harmonic_mean
std::span<const FunctionDef> statistics_order_functions();    // median... mode multimode quantiles
std::span<const FunctionDef>
statistics_spread_functions();  // variance stdev pvariance pstdev covariance correlation

}  // namespace headrace::pylib
