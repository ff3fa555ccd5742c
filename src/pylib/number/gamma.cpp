// Lanczos' approximation with N = 13 and g = 6.0246...: for x > 0
//
//   gamma(x) = L(x) * (x + g - 0.5)**(x - 0.5) / exp(x + g - 0.5)
//
// where L is a rational function. Arguments below 0 are reflected. The order of the operations is part of the
// result.
#include "pylib/number/gamma.h"

#include <cmath>
#include <numbers>

namespace headrace::pylib {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kLogPi = 1.144729885849400174143427351353058711647;
constexpr double kG = 6.024680040776729583740234375;
constexpr double kGMinusHalf = 5.524680040776729583740234375;

constexpr int kTerms = 13;
constexpr double kNumerator[kTerms] = {
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786772,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
};
// x * (x + 1) * ... * (x + 11)
constexpr double kDenominator[kTerms] = {
    0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1};

constexpr int kFactorials = 23;
constexpr double kGammaOfInteger[kFactorials] = {
    1.0,
    1.0,
    2.0,
    6.0,
    24.0,
    120.0,
    720.0,
    5040.0,
    40320.0,
    362880.0,
    3628800.0,
    39916800.0,
    479001600.0,
    6227020800.0,
    87178291200.0,
    1307674368000.0,
    20922789888000.0,
    355687428096000.0,
    6402373705728000.0,
    121645100408832000.0,
    2432902008176640000.0,
    51090942171709440000.0,
    1124000727777607680000.0,
};

// L(x) for x > 0. Large x would overflow: there it is a function of 1/x.
double lanczos_sum(double x) {
  double numerator = 0, denominator = 0;
  if (x < 5) {
    for (int i = kTerms - 1; i >= 0; --i) {
      numerator = numerator * x + kNumerator[i];
      denominator = denominator * x + kDenominator[i];
    }
  } else {
    for (int i = 0; i < kTerms; ++i) {
      numerator = numerator / x + kNumerator[i];
      denominator = denominator / x + kDenominator[i];
    }
  }
  return numerator / denominator;
}

// sin(pi * x) for finite x, good near the integers.
double sin_pi(double x) {
  const double y = std::fmod(std::fabs(x), 2.0);
  double r;
  switch (static_cast<int>(std::round(2.0 * y))) {
    case 0: r = std::sin(kPi * y); break;
    case 1: r = std::cos(kPi * (y - 0.5)); break;
    case 2: r = std::sin(kPi * (1.0 - y)); break;  // 0, not -0, where y is 1
    case 3: r = -std::cos(kPi * (y - 1.5)); break;
    default: r = std::sin(kPi * (y - 2.0)); break;
  }
  return std::copysign(1.0, x) * r;
}

// Finite, not 0, no integer up to 23, not tiny, at most 200 in size.
double gamma_of_moderate(double x) {
  const double size = std::fabs(x);
  const double y = size + kGMinusHalf;
  // What the sum lost, to first order.
  double lost;
  if (size > kGMinusHalf) {
    const double q = y - size;
    lost = q - kGMinusHalf;
  } else {
    const double q = y - kGMinusHalf;
    lost = q - size;
  }
  const double correction = lost * kG / y;
  double r;
  if (x < 0) {
    r = -kPi / sin_pi(size) / size * std::exp(y) / lanczos_sum(size);
    r -= correction * r;
    if (size < 140.0) return r / std::pow(y, size - 0.5);
    const double root = std::pow(y, size / 2.0 - 0.25);  // the whole power would overflow
    return r / root / root;
  }
  r = lanczos_sum(size) / std::exp(y);
  r += correction * r;
  if (size < 140.0) return r * std::pow(y, size - 0.5);
  const double root = std::pow(y, size / 2.0 - 0.25);
  return r * root * root;
}

}  // namespace

double gamma_function(double x, MathError* error) {
  *error = MathError::kNone;
  if (std::isnan(x) || x == HUGE_VAL) return x;
  if (x == -HUGE_VAL || x == 0 || (x < 0 && x == std::floor(x))) {
    *error = MathError::kDomain;
    return std::nan("");
  }
  if (x == std::floor(x) && x <= kFactorials) return kGammaOfInteger[static_cast<int>(x) - 1];
  double r;
  if (std::fabs(x) < 1e-20) {
    r = 1.0 / x;
  } else if (std::fabs(x) > 200.0) {
    r = x < 0 ? 0.0 / sin_pi(x) : HUGE_VAL;
  } else {
    r = gamma_of_moderate(x);
  }
  if (std::isinf(r)) *error = MathError::kRange;
  return r;
}

double log_gamma(double x, MathError* error) {
  *error = MathError::kNone;
  if (std::isnan(x)) return x;
  if (std::isinf(x)) return HUGE_VAL;
  if (x == std::floor(x) && x <= 2.0) {
    if (x > 0) return 0.0;
    *error = MathError::kDomain;
    return HUGE_VAL;
  }
  const double size = std::fabs(x);
  if (size < 1e-20) return -std::log(size);
  double r = std::log(lanczos_sum(size)) - kG;
  r += (size - 0.5) * (std::log(size + kG - 0.5) - 1);
  if (x < 0) r = kLogPi - std::log(std::fabs(sin_pi(size))) - std::log(size) - r;
  if (std::isinf(r)) *error = MathError::kRange;
  return r;
}

}  // namespace headrace::pylib
