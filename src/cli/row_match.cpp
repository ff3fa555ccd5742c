#include "cli/row_match.h"

#include <algorithm>
#include <cstdint>

#include "cli/expected_value.h"

namespace headrace::cli {
namespace {

// Lists are aligned as texts are by a diff: the cheapest way to turn the one into the other. A differing
// field costs 2, one that tells blocks apart 6; a row that has no partner costs about as much as one in which
// half the fields differ.
using Cost = uint32_t;
constexpr Cost kFieldCost = 2;
constexpr Cost kKeyFieldCost = 6;
constexpr Cost kUnexpectedCost = 3;
// Longer lists are compared by position.
constexpr size_t kCellsMax = 4'000'000;

bool tells_apart(const std::string& name) { return name.starts_with('_') && name != "_end_time"; }

std::vector<FieldDifference> compare_fields(const ExpectedRow& expected, const GotRow& got, bool exactly) {
  std::vector<FieldDifference> differences;
  for (const ExpectedField& field : expected.fields) {
    Value value;
    if (!got.find(field.name, &value))
      differences.push_back({FieldDifference::Kind::kMissing, field.name, &field, Value()});
    else if (!value_matches(to_value(*field.value), value))
      differences.push_back({FieldDifference::Kind::kWrong, field.name, &field, std::move(value)});
  }
  if (!exactly) return differences;
  for (const auto& [name, value] : got.fields) {
    if (!expected.find(name)) differences.push_back({FieldDifference::Kind::kUnnamed, name, nullptr, value});
  }
  return differences;
}

class Alignment {
 public:
  Alignment(const std::vector<ExpectedRow>& expected, const std::vector<const GotRow*>& got,
            const MatchRules& rules)
      : expected_(expected), got_(got), rules_(rules) {}

  std::vector<RowDifference> by_position() const {
    std::vector<RowDifference> out;
    for (size_t i = 0; i < std::max(expected_.size(), got_.size()); ++i) {
      if (i >= got_.size())
        missing(i, &out);
      else if (i >= expected_.size())
        unexpected(i, &out);
      else
        pair(i, i, &out);
    }
    return out;
  }

  std::vector<RowDifference> by_cost() {
    fill();
    std::vector<RowDifference> out;
    size_t e = 0, g = 0;
    while (e < expected_.size() || g < got_.size()) {
      const Cost cost = at(e, g);
      if (e < expected_.size() && g < got_.size() && cost == at(e + 1, g + 1) + pairs_[e * got_.size() + g]) {
        pair(e++, g++, &out);
      } else if (e < expected_.size() && cost == at(e + 1, g) + missing_cost(e)) {
        missing(e++, &out);
      } else {
        unexpected(g++, &out);
      }
    }
    return out;
  }

 private:
  Cost missing_cost(size_t e) const { return static_cast<Cost>(expected_[e].fields.size()) + 1; }
  Cost unexpected_cost() const { return rules_.partial ? 0 : kUnexpectedCost; }
  Cost& at(size_t e, size_t g) { return costs_[e * (got_.size() + 1) + g]; }

  // costs_: of what is left from the e-th expected and the g-th given row on.
  void fill() {
    costs_.assign((expected_.size() + 1) * (got_.size() + 1), 0);
    pairs_.assign(expected_.size() * got_.size(), 0);
    for (size_t e = expected_.size() + 1; e-- > 0;) {
      for (size_t g = got_.size() + 1; g-- > 0;) {
        if (e == expected_.size() && g == got_.size()) continue;
        Cost best = UINT32_MAX;
        if (e < expected_.size() && g < got_.size()) {
          Cost& paired = pairs_[e * got_.size() + g];
          paired = pair_cost(e, g);
          best = paired + at(e + 1, g + 1);
        }
        if (e < expected_.size()) best = std::min(best, missing_cost(e) + at(e + 1, g));
        if (g < got_.size()) best = std::min(best, unexpected_cost() + at(e, g + 1));
        at(e, g) = best;
      }
    }
  }

  // Fields that are not named say nothing about which rows belong together.
  Cost pair_cost(size_t e, size_t g) const {
    Cost cost = 0;
    for (const FieldDifference& d : compare_fields(expected_[e], *got_[g], false))
      cost += tells_apart(d.name) ? kKeyFieldCost : kFieldCost;
    return cost;
  }

  void pair(size_t e, size_t g, std::vector<RowDifference>* out) const {
    auto fields = compare_fields(expected_[e], *got_[g], rules_.exactly);
    if (!fields.empty()) out->push_back({&expected_[e], got_[g], g + 1, std::move(fields)});
  }
  void missing(size_t e, std::vector<RowDifference>* out) const {
    out->push_back({&expected_[e], nullptr, e + 1, {}});
  }
  void unexpected(size_t g, std::vector<RowDifference>* out) const {
    if (!rules_.partial) out->push_back({nullptr, got_[g], g + 1, {}});
  }

  const std::vector<ExpectedRow>& expected_;
  const std::vector<const GotRow*>& got_;
  const MatchRules& rules_;
  std::vector<Cost> costs_;
  std::vector<Cost> pairs_;
};

}  // namespace

bool GotRow::find(const std::string& name, Value* value) const {
  for (const auto& [field, v] : fields) {
    if (field != name) continue;
    *value = v;
    return true;
  }
  const std::string* text = name == "_identity"                          ? &identity
                            : name == "_key" && !key.empty()             ? &key
                            : name == "_aggregate" && !aggregate.empty() ? &aggregate
                                                                         : nullptr;
  if (text) *value = Value::string(*text);
  return text != nullptr;
}

std::vector<RowDifference> compare_rows(const std::vector<ExpectedRow>& expected,
                                        const std::vector<const GotRow*>& got, const MatchRules& rules) {
  Alignment alignment(expected, got, rules);
  const bool long_lists = (expected.size() + 1) * (got.size() + 1) > kCellsMax;
  return long_lists && !rules.partial ? alignment.by_position() : alignment.by_cost();
}

}  // namespace headrace::cli
