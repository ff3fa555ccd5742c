#include "engine/window_evaluator.h"

#include <algorithm>
#include <limits>

#include "base/hash.h"
#include "data/datetime.h"
#include "data/number_text.h"
#include "engine/field_value.h"
#include "pylib/api.h"

namespace headrace {
namespace {

int64_t saturating_add(int64_t a, int64_t b) {
  int64_t sum;
  if (__builtin_add_overflow(a, b, &sum)) {
    return b > 0 ? std::numeric_limits<int64_t>::max() : std::numeric_limits<int64_t>::min();
  }
  return sum;
}

void put_column(WindowRow* row, std::string name, Value value) {
  for (auto& [known, v] : *row) {
    if (known == name) {
      v = std::move(value);
      return;
    }
  }
  row->emplace_back(std::move(name), std::move(value));
}

std::string key_name(const Value& key) {
  std::string out;
  if (key.is_str())
    out = std::string(key.str());
  else if (key.is_bool())
    out = key.as_bool() ? "true" : "false";
  else if (key.is_none())
    out = "null";
  else if (key.is_float())
    append_float(key.as_float(), &out);
  else if (key.kind() != Kind::kInt || !append_int(key, &out))
    out = type_name(key);
  return out;
}

// A slot as an expression may see it: what it changes in place must not reach the saved block.
Value private_copy(const Value& v) {
  if (!v.is_container()) return v;
  Value copy;
  return deep_copy(v, &copy) ? copy : v;
}

// A map spreads into columns named by the nearest name and the key, recursively; an empty one gives none.
void flatten_into(const std::string& prefix, const std::string& name, const Value& v, WindowRow* row,
                  int depth = 0) {
  if (v.kind() != Kind::kDict || depth > kMaxNesting) return put_column(row, prefix + "." + name, v);
  const auto& table = v.as<DictObj>()->table;
  for (size_t i = 0; i < table.end(); ++i) {
    const DictEntry& e = table.entry(i);
    if (e.hash != 0) flatten_into(name, key_name(e.key), e.value, row, depth + 1);
  }
}

}  // namespace

WindowEvaluator::WindowEvaluator(const StreamPlan& stream, const WindowPlan& plan, expr::Machine& machine,
                                 uint64_t seed)
    : stream_(stream), plan_(plan), machine_(machine), seed_(seed), meta_(1) {
  for (const AggregatePlan& a : stream.aggregates) stream_rows_.emplace_back(a.slot_count());
  for (const WindowAggregatePlan& a : plan.aggregates) {
    window_rows_.emplace_back(a.aggregate.slot_count());
    lists_.emplace_back(a.source_slots.size());
  }
  bases_.push_back(meta_.data());
  for (const auto& row : stream_rows_) bases_.push_back(row.data());
  for (const auto& row : window_rows_) bases_.push_back(row.data());
  for (const auto& row : lists_) bases_.push_back(row.data());
}

// Reads the saved rows again: the blocks, and of every other aggregate the row saved last.
void WindowEvaluator::prepare(const KeyState& state) {
  blocks_.clear();
  by_start_.clear();
  meta_[0] = Value::string(state.identity);
  for (size_t i = 0; i < stream_rows_.size(); ++i) {
    for (size_t k = 0; k < stream_rows_[i].size(); ++k) {
      stream_rows_[i][k] = default_value(stream_.aggregates[i].slot_types[k]);
    }
  }
  const auto restore = [&](const SavedRow& saved, std::vector<Value>* slots) {
    *slots = saved.slots;
    const auto& types = stream_.aggregates[saved.aggregate].slot_types;
    for (size_t k = 0; k < slots->size(); ++k) restore_field(types[k], &(*slots)[k]);
  };
  for (const SavedRow& saved : state.saved) {
    if (saved.aggregate != plan_.block_aggregate) {
      std::vector<Value> slots;
      restore(saved, &slots);
      std::copy(slots.begin(), slots.end(), stream_rows_[saved.aggregate].begin());
      continue;
    }
    Block block{&saved, instant_us(saved.slots[AggregatePlan::kStartTime]), {}};
    restore(saved, &block.slots);
    blocks_.push_back(std::move(block));
  }
  for (const Block& b : blocks_) by_start_.push_back(&b);
  std::stable_sort(by_start_.begin(), by_start_.end(),
                   [](const Block* a, const Block* b) { return a->start_us < b->start_us; });
}

// Whether a failed expression leaves the evaluation going: not when a budget was exceeded.
bool WindowEvaluator::goes_on() {
  if (machine_.error().type != Exc::kBudgetError) [[likely]]
    return true;
  return observer_ && observer_->exceeded(machine_.error());
}

void WindowEvaluator::tell_anchor(const Block& block, Anchor outcome, const WindowRow* row) {
  if (observer_) observer_->anchor(*block.saved, outcome, machine_.error(), row);
}

bool WindowEvaluator::passes(const expr::Program* program, bool* pass) {
  *pass = true;
  if (!program) return true;
  Value result;
  if (!machine_.evaluate(*program, {bases_.data()}, &result) || !pylib::truthy(machine_, result, pass)) {
    *pass = false;
    return goes_on();
  }
  return true;
}

// False when the window holds no block, or fewer than it counts; the range is what there is.
bool WindowEvaluator::window_of(const WindowRange& window, const Block& anchor, Range* range) const {
  const auto before = [](const Block* b, int64_t t) { return b->start_us < t; };
  const auto after = [](int64_t t, const Block* b) { return t < b->start_us; };
  const auto first_not_before = [&](int64_t t) {
    return static_cast<size_t>(std::lower_bound(by_start_.begin(), by_start_.end(), t, before) -
                               by_start_.begin());
  };
  const auto first_after = [&](int64_t t) {
    return static_cast<size_t>(std::upper_bound(by_start_.begin(), by_start_.end(), t, after) -
                               by_start_.begin());
  };
  const int64_t start = anchor.start_us;
  switch (window.type) {
    case WindowType::kAll: *range = {0, by_start_.size()}; return by_start_.size() > 1;
    case WindowType::kDay:
    case WindowType::kHour: {
      const int64_t other = saturating_add(start, window.length_us);
      *range = {first_after(std::min(start, other)), first_not_before(std::max(start, other))};
      return range->begin < range->end;
    }
    case WindowType::kCount: {
      const auto n = static_cast<size_t>(window.count < 0 ? -window.count : window.count);
      if (window.count < 0) {
        const size_t end = first_not_before(start);
        *range = {end < n ? 0 : end - n, end};
        if (end < n) return false;
      } else {
        const size_t begin = first_after(start);
        *range = {begin, std::min(begin + n, by_start_.size())};
        if (by_start_.size() - begin < n) return false;
      }
      return n > 0;
    }
  }
  return false;
}

bool WindowEvaluator::field(const FieldPlan& plan, Value* slot) {
  const auto keep = [&](Kept cause) {
    if (observer_) observer_->kept(plan, cause, machine_.error());
    return goes_on();
  };
  bool pass;
  if (!passes(plan.when.get(), &pass)) return false;
  if (!pass) {
    if (observer_) observer_->kept(plan, Kept::kFiltered, machine_.error());
    return true;
  }
  Value result;
  if (!machine_.evaluate(*plan.value, {bases_.data()}, &result)) return keep(Kept::kError);
  if (result.is_none()) return keep(Kept::kNone);
  machine_.clear_error();
  return assign_field(machine_, plan.type, std::move(result), slot) || keep(Kept::kCast);
}

bool WindowEvaluator::fields(const AggregatePlan& plan, std::vector<Value>& row) {
  return std::all_of(plan.fields.begin(), plan.fields.end(),
                     [&](const FieldPlan& f) { return field(f, &row[f.slot]); });
}

void WindowEvaluator::tell_window(const WindowAggregatePlan& plan, Range range, const Block& anchor) {
  if (!observer_) return;
  std::vector<const SavedRow*> blocks;
  for (size_t b = range.begin; b < range.end; ++b) {
    if (by_start_[b] != &anchor) blocks.push_back(by_start_[b]->saved);
  }
  observer_->window(plan, blocks);
}

// All windows are checked before any field is computed. *complete is false when one drops the row.
bool WindowEvaluator::aggregates(const Block& anchor, bool* complete) {
  *complete = false;
  std::vector<Range> ranges(plan_.aggregates.size());
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    const auto& window = plan_.aggregates[i].window;
    if (!window) continue;
    const bool filled = window_of(*window, anchor, &ranges[i]);
    tell_window(plan_.aggregates[i], ranges[i], anchor);
    if (!filled) return true;
  }
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    const WindowAggregatePlan& a = plan_.aggregates[i];
    if (a.window) {
      for (size_t k = 0; k < a.source_slots.size(); ++k) {
        auto* list = new ListObj();
        list->items.reserve(ranges[i].end - ranges[i].begin);
        for (size_t b = ranges[i].begin; b < ranges[i].end; ++b) {
          if (by_start_[b] != &anchor)
            list->items.push_back(private_copy(by_start_[b]->slots[a.source_slots[k]]));
        }
        lists_[i][k] = Value::adopt(list);
      }
    }
    bool pass;
    if (!passes(a.aggregate.when.get(), &pass)) return false;
    if (!pass && observer_) observer_->passed_by(&a.aggregate, PassedBy::kFiltered, machine_.error());
    if (!pass) continue;
    if (!fields(a.aggregate, window_rows_[i])) return false;
  }
  *complete = true;
  return true;
}

void WindowEvaluator::flatten(WindowRow* row) const {
  for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
    const AggregatePlan& a = plan_.aggregates[i].aggregate;
    for (size_t k = 0; k < a.slot_count(); ++k)
      flatten_into(a.name, a.slot_names[k], window_rows_[i][k], row);
  }
}

// Anchor.Max: of the rows that would be given, those with the smallest keyed hash, in their order.
void WindowEvaluator::sample(const KeyState& state, std::vector<WindowRow>* rows,
                             const std::vector<const Block*>& anchors) const {
  if (!plan_.max || rows->size() <= static_cast<size_t>(*plan_.max)) return;
  const std::string& aggregate = stream_.aggregates[static_cast<size_t>(plan_.block_aggregate)].name;
  std::vector<std::pair<uint64_t, size_t>> order;
  for (size_t i = 0; i < rows->size(); ++i) {
    const uint64_t h = sample_hash(seed_, key_text(state.identity, aggregate, anchors[i]->saved->key));
    order.emplace_back(h, i);
  }
  std::sort(order.begin(), order.end());
  order.resize(static_cast<size_t>(*plan_.max));
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  std::vector<WindowRow> kept;
  kept.reserve(order.size());
  std::vector<bool> taken(rows->size());
  for (const auto& [h, i] : order) {
    kept.push_back(std::move((*rows)[i]));
    taken[i] = true;
  }
  for (size_t i = 0; observer_ && i < taken.size(); ++i) {
    if (!taken[i]) observer_->left_out(*anchors[i]->saved);
  }
  *rows = std::move(kept);
}

// Whether the block at hand gives a row, whose fields are computed then; the false return is for budgets.
bool WindowEvaluator::judge(const Block& block, Anchor* outcome) {
  bool pass;
  *outcome = Anchor::kNone;
  if (!passes(plan_.condition.get(), &pass)) return false;
  if (!pass) return true;
  *outcome = Anchor::kFiltered;
  if (!passes(plan_.when.get(), &pass)) return false;
  if (!pass) return true;
  bool complete;
  if (!aggregates(block, &complete)) return false;
  *outcome = complete ? Anchor::kRow : Anchor::kShort;
  return true;
}

bool WindowEvaluator::evaluate(const KeyState& state, std::vector<WindowRow>* rows) {
  rows->clear();
  prepare(state);
  std::vector<const Block*> anchors;
  auto& block_row = stream_rows_[static_cast<size_t>(plan_.block_aggregate)];
  for (const Block& block : blocks_) {
    std::transform(block.slots.begin(), block.slots.end(), block_row.begin(), private_copy);
    for (size_t i = 0; i < window_rows_.size(); ++i) {
      const auto& types = plan_.aggregates[i].aggregate.slot_types;
      for (size_t k = 0; k < types.size(); ++k) window_rows_[i][k] = default_value(types[k]);
      window_rows_[i][AggregatePlan::kIdentity] = meta_[0];
    }
    Anchor outcome;
    if (!judge(block, &outcome)) return false;
    if (outcome != Anchor::kRow) {
      tell_anchor(block, outcome);
      continue;
    }
    WindowRow row;
    flatten(&row);
    tell_anchor(block, outcome, &row);
    rows->push_back(std::move(row));
    anchors.push_back(&block);
  }
  sample(state, rows, anchors);
  return true;
}

}  // namespace headrace
