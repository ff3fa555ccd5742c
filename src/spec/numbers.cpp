#include "spec/numbers.h"

#include <algorithm>
#include <cmath>

#include "data/bigint.h"
#include "data/number_text.h"

namespace headrace {
namespace {

constexpr int64_t kLongestUs = int64_t{20'000} * 366 * 86'400'000'000;
constexpr double kInt64Edge = 9223372036854775808.0;

int64_t saturated(const Value& integer) {
  if (!integer.is_big_int()) return integer.as_int();
  return big_value(integer) < 0 ? INT64_MIN : INT64_MAX;
}

std::optional<int64_t> truncated(double d) {
  if (!std::isfinite(d)) return std::nullopt;
  if (std::fabs(d) >= kInt64Edge) return d < 0 ? INT64_MIN : INT64_MAX;
  return static_cast<int64_t>(d);
}

// A whole and a fractional number of units, the latter rounded half to even, as timedelta does.
int64_t scaled(double units, int64_t unit_us) {
  double whole;
  const double fraction = std::modf(units, &whole);
  if (std::fabs(whole) * static_cast<double>(unit_us) >= static_cast<double>(kLongestUs)) {
    return whole < 0 ? -kLongestUs : kLongestUs;
  }
  return static_cast<int64_t>(whole) * unit_us +
         static_cast<int64_t>(std::nearbyint(fraction * static_cast<double>(unit_us)));
}

}  // namespace

std::optional<int64_t> python_int(const YamlNode& node) {
  if (!node.is_scalar()) return std::nullopt;
  switch (node.value.kind()) {
    case Kind::kBool:
    case Kind::kInt: return saturated(node.value);
    case Kind::kFloat: return truncated(node.value.as_float());
    case Kind::kStr: {
      Value integer;
      if (parse_int(node.string(), 10, &integer) != IntText::kOk) return std::nullopt;
      return saturated(integer);
    }
    default: return std::nullopt;
  }
}

std::optional<int64_t> read_count(Section& section, std::string_view key, int64_t least) {
  const YamlNode* node = section.get(key);
  const std::optional<int64_t> number = node ? python_int(*node) : std::nullopt;
  if (!node) return std::nullopt;
  if (!number || *number < least) {
    section.error(*node, "invalid-number",
                  quoted(key) + " must be an integer of at least " + std::to_string(least) + ", not " +
                      (number ? quoted(section.reading().span(*node).text()) : describe(*node)));
    return std::nullopt;
  }
  if (node->value.kind() == Kind::kInt) return number;
  // Blurr counts rows while fewer than 1.5, say: two.
  const bool rounds_up = node->value.is_float() && node->value.as_float() > static_cast<double>(*number);
  const int64_t taken = *number + (rounds_up ? 1 : 0);
  section.warning(*node, "loose-number",
                  quoted(key) + " is " + describe(*node) + "; it is taken as " + std::to_string(taken));
  return taken;
}

std::optional<int64_t> timedelta_us(const YamlNode& node, int64_t unit_us) {
  if (node.is_scalar() && node.value.is_float()) {
    if (!std::isfinite(node.value.as_float())) return std::nullopt;
    return scaled(node.value.as_float(), unit_us);
  }
  const std::optional<int64_t> number = python_int(node);
  if (!number) return std::nullopt;
  const int64_t most = kLongestUs / unit_us;
  return std::clamp(*number, -most, most) * unit_us;
}

}  // namespace headrace
