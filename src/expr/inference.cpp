#include "expr/inference.h"

#include <array>

namespace headrace::expr {
namespace {

using pylib::BinaryOp;

constexpr KindSet kBools = kind_set(Kind::kBool);
constexpr KindSet kInts = kind_set(Kind::kInt);
constexpr KindSet kFloats = kind_set(Kind::kFloat);
constexpr KindSet kIntegral = kBools | kInts;
constexpr KindSet kNumbers = kIntegral | kFloats;

bool within(KindSet kinds, KindSet bound) { return kinds != 0 && (kinds & ~bound) == 0; }

KindSet number_kinds(BinaryOp op, KindSet left, KindSet right) {
  switch (op) {
    case BinaryOp::kAdd:
    case BinaryOp::kSub:
    case BinaryOp::kMul:
    case BinaryOp::kFloorDiv:
    case BinaryOp::kMod:
      if (left == kFloats || right == kFloats) return kFloats;
      return within(left | right, kIntegral) ? kInts : kInts | kFloats;
    case BinaryOp::kDiv: return kFloats;
    case BinaryOp::kPow: return left == kFloats || right == kFloats ? kFloats : kInts | kFloats;
    case BinaryOp::kAnd:
    case BinaryOp::kOr:
    case BinaryOp::kXor: return (left | right) == kBools ? kBools : kIntegral;
    default: return kInts;
  }
}

}  // namespace

KindSet binary_kinds(BinaryOp op, KindSet left, KindSet right) {
  if (within(left | right, kNumbers)) return number_kinds(op, left, right);
  const KindSet strings = kind_set(Kind::kStr);
  if (op == BinaryOp::kMod && left == strings) return strings;
  if (op == BinaryOp::kAdd && left == strings && right == strings) return strings;
  const KindSet lists = kind_set(Kind::kList);
  if (op == BinaryOp::kAdd && left == lists && right == lists) return lists;
  const KindSet sets = kind_set(Kind::kSet);
  const bool combines =
      op == BinaryOp::kOr || op == BinaryOp::kAnd || op == BinaryOp::kSub || op == BinaryOp::kXor;
  if (combines && left == sets && right == sets) return sets;
  return kAnyKind;
}

KindSet unary_kinds(pylib::UnaryOp op, KindSet operand) {
  if (op == pylib::UnaryOp::kNot) return kBools;
  if (!within(operand, kNumbers)) return kAnyKind;
  return op == pylib::UnaryOp::kInvert ? kInts : (operand & kFloats) | ((operand & kIntegral) ? kInts : 0);
}

KindSet method_kinds(const AttributeSite& site, KindSet receiver) {
  KindSet result = 0;
  for (size_t i = 0; i < AttributeSite::kTypes; ++i) {
    if (!(receiver & kind_set(static_cast<Kind>(i / 4)))) continue;
    // Objects and functions answer for themselves; fields' containers may give themselves instead of None.
    if (static_cast<Kind>(i / 4) >= Kind::kFunction) return kAnyKind;
    if (site.methods[i]) result |= site.methods[i]->result;
    if (site.attributes[i]) return kAnyKind;
  }
  // Keys of a record are called too.
  return (receiver & kind_set(Kind::kDict)) || result == 0 ? kAnyKind : result;
}

std::vector<std::string_view> kind_names(KindSet kinds) {
  static constexpr std::array<std::string_view, kKindCount> kNames = {
      "None",     "bool",      "int",    "float",    "str",    "bytes",        "date", "time",
      "datetime", "timedelta", "tzinfo", "tuple",    "list",   "dict",         "set",  "range",
      "function", "type",      "module", "iterator", "object", "Python object"};
  std::vector<std::string_view> out;
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kinds & kind_set(static_cast<Kind>(i))) out.push_back(kNames[i]);
  }
  return out;
}

KindSet constructed_kinds(std::string_view type) {
  static constexpr std::pair<std::string_view, Kind> kTypes[] = {
      {"bool", Kind::kBool},         {"int", Kind::kInt},     {"float", Kind::kFloat},
      {"str", Kind::kStr},           {"bytes", Kind::kBytes}, {"datetime", Kind::kDateTime},
      {"date", Kind::kDate},         {"time", Kind::kTime},   {"timedelta", Kind::kTimeDelta},
      {"timezone", Kind::kTimeZone}, {"tuple", Kind::kTuple}, {"list", Kind::kList},
      {"dict", Kind::kDict},         {"set", Kind::kSet},     {"frozenset", Kind::kSet},
      {"range", Kind::kRange}};
  for (const auto& [name, kind] : kTypes) {
    if (name == type) return kind_set(kind);
  }
  return kAnyKind;
}

}  // namespace headrace::expr
