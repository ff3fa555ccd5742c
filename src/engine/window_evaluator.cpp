#include "engine/window_evaluator.h"

#include <algorithm>

#include "base/hash.h"
#include "data/json_write.h"
#include "data/number_text.h"
#include "data/value_words.h"
#include "pylib/api.h"

namespace headrace {
namespace {

bool is_container(FieldType type) {
  return type == FieldType::kMap || type == FieldType::kList || type == FieldType::kSet;
}

// As JSON names a key of the kinds that it has; of others, what str() makes of them.
std::string key_name(Context& cx, const Value& key) {
  std::string out;
  cx.begin_evaluation();
  if (key.is_str())
    out = std::string(key.str());
  else if (key.is_bool())
    out = key.as_bool() ? "true" : "false";
  else if (key.is_none())
    out = "null";
  else if (key.is_float())
    append_json(key, &out);
  else if ((key.kind() != Kind::kInt || !append_int(key, &out)) && !pylib::append_str(cx, key, &out))
    out = type_name(key);
  return out;
}

// A map spreads into columns named by the nearest name and the key, recursively; an empty one gives none.
void spread(Context& cx, const std::string& prefix, const std::string& name, const Value& v, WindowRows* rows,
            int depth = 0) {
  if (v.kind() != Kind::kDict || depth > kMaxNesting) return rows->put(prefix + "." + name, v);
  const auto& table = v.as<DictObj>()->table;
  for (size_t i = 0; i < table.end(); ++i) {
    const DictEntry& e = table.entry(i);
    if (e.hash != 0) spread(cx, name, key_name(cx, e.key), e.value, rows, depth + 1);
  }
}

}  // namespace

WindowEvaluator::WindowEvaluator(const StreamPlan& stream, const WindowPlan& plan, expr::Machine& machine,
                                 uint64_t seed)
    : stream_(stream),
      plan_(plan),
      evaluate_(machine),
      seed_(seed),
      blocks_(stream.aggregates[static_cast<size_t>(plan.block_aggregate)], plan.block_slots),
      comparison_(comparison_of(plan.condition.get(), static_cast<uint16_t>(1 + plan.block_aggregate))),
      ranges_(plan.aggregates.size()),
      meta_(1),
      reduced_(plan.reductions.size()) {
  for (const AggregatePlan& a : stream.aggregates) {
    stream_rows_.emplace_back(a.slot_count());
    stream_defaults_.emplace_back(a.slot_types);
  }
  first_row_ = static_cast<uint16_t>(1 + stream_rows_.size());
  first_list_ = static_cast<uint16_t>(first_row_ + plan.aggregates.size());
  for (const WindowAggregatePlan& a : plan.aggregates) {
    const size_t i = aggregates_.size();
    const auto base = static_cast<uint16_t>(first_row_ + i);
    const auto reads_lists = [&](const std::unique_ptr<expr::Program>& program) {
      return program && expr::reads_from(*program, first_list_);
    };
    bool needs_lists = reads_lists(a.aggregate.when);
    for (size_t k = 0; k < a.aggregate.fields.size(); ++k) {
      const FieldPlan& field = a.aggregate.fields[k];
      needs_lists = needs_lists || reads_lists(field.when) || (!a.reduced[k] && reads_lists(field.value));
    }
    aggregates_.push_back({a,
                           i,
                           column_names_.size(),
                           RowDefaults(a.aggregate.slot_types),
                           QuickFields(a.aggregate.fields, a.reduced, base),
                           QuickFields(a.aggregate.fields, base),
                           needs_lists,
                           {}});
    for (size_t k = 0; k < plan.reductions.size(); ++k) {
      if (plan.reductions[k].base == first_list_ + i) aggregates_.back().reductions.push_back(k);
    }
    lists_.emplace_back(a.source_slots.size());
    for (size_t k = 0; k < a.aggregate.slot_count(); ++k) {
      column_names_.push_back(a.aggregate.name + "." + a.aggregate.slot_names[k]);
      has_maps_ = has_maps_ || a.aggregate.slot_types[k] == FieldType::kMap;
      has_containers_ = has_containers_ || is_container(a.aggregate.slot_types[k]);
    }
  }
  for (const uint16_t slot : plan.anchor_slots) {
    if (reads_beside_condition(static_cast<uint16_t>(1 + plan.block_aggregate), slot))
      row_slots_.push_back(slot);
  }
  blank_.resize(column_names_.size());
  if (has_maps_) spread_.resize(column_names_.size());
  bases_.push_back(meta_.data());
  for (const auto& row : stream_rows_) bases_.push_back(row.data());
  bases_.resize(first_list_);
  for (const auto& row : lists_) bases_.push_back(row.data());
  bases_.push_back(reduced_.data());
  blank_row();
  show_row(blank_.data());
}

// Of `Stream.block.field > 0`; none for other conditions.
std::optional<WindowBlocks::Comparison> WindowEvaluator::comparison_of(const expr::Program* condition,
                                                                       uint16_t base) {
  if (!condition) return std::nullopt;
  const expr::Shortcut::Step& step = condition->shortcut.only;
  switch (step.op) {
    case expr::Op::kLt:
    case expr::Op::kLe:
    case expr::Op::kGt:
    case expr::Op::kGe:
    case expr::Op::kEq:
    case expr::Op::kNe: break;
    default: return std::nullopt;
  }
  const Value* const number = step.right.constant;
  if (step.left.constant || step.left.base != base || !number) return std::nullopt;
  if (!number->is_small_int() && !number->is_float()) return std::nullopt;
  return WindowBlocks::Comparison{step.op, step.left.offset, *number};
}

// Whether an expression that is evaluated once a block is an anchor reads this slot.
bool WindowEvaluator::reads_beside_condition(uint16_t base, uint16_t offset) const {
  const auto reads = [&](const std::unique_ptr<expr::Program>& program) {
    return program && std::ranges::any_of(program->reads, [&](const expr::SlotRead& read) {
             return read.base == base && read.offset == offset;
           });
  };
  return reads(plan_.when) || std::ranges::any_of(plan_.aggregates, [&](const WindowAggregatePlan& a) {
           return reads(a.aggregate.when) ||
                  std::ranges::any_of(a.aggregate.fields, [&](const FieldPlan& field) {
                    return reads(field.when) || reads(field.value);
                  });
         });
}

// Reads the saved rows again: the blocks, and of every other aggregate the row saved last.
void WindowEvaluator::prepare(const KeyState& state) {
  blocks_.begin(state.saved.size());
  anchors_.clear();
  meta_[0] = state.identity_value();
  for (const Aggregate& a : aggregates_) blank_[a.first_slot + AggregatePlan::kIdentity] = meta_[0];
  blank_has_references_ = std::ranges::any_of(blank_, &Value::is_heap);
  for (size_t i = 0; i < stream_rows_.size(); ++i) stream_defaults_[i].put(stream_rows_[i].data());
  for (const SavedRow& saved : state.saved) {
    if (saved.aggregate() == plan_.block_aggregate) {
      blocks_.add(saved, meta_[0]);
      continue;
    }
    std::vector<Value>& row = stream_rows_[saved.aggregate()];
    for (size_t k = 0; k < row.size(); ++k) {
      row[k] = saved.slot(meta_[0], k);
      restore_field(stream_.aggregates[saved.aggregate()].slot_types[k], &row[k]);
    }
  }
  blocks_.sort();
}

// Expressions see this block as the one at hand.
void WindowEvaluator::show_block(size_t index, const std::vector<uint16_t>& slots) {
  auto& row = stream_rows_[static_cast<size_t>(plan_.block_aggregate)];
  for (const uint16_t slot : slots) row[slot] = blocks_.copy(slot, index);
}

void WindowEvaluator::blank_row() {
  for (const Aggregate& a : aggregates_) {
    a.defaults.put(&blank_[a.first_slot]);
    blank_[a.first_slot + AggregatePlan::kIdentity] = meta_[0];
  }
}

// Expressions see these values in the rows of window aggregates.
void WindowEvaluator::show_row(const Value* row) {
  for (const Aggregate& a : aggregates_) bases_[first_row_ + a.index] = row + a.first_slot;
}

// A row at its defaults, where its values will stay; but for maps, which spread once they are known.
Value* WindowEvaluator::begin_row(WindowRows* rows) {
  Value* const row = has_maps_ ? spread_.data() : rows->add(column_names_);
  // Containers are the row's own: the next blank row has others.
  if (has_containers_) {
    std::move(blank_.begin(), blank_.end(), row);
  } else if (blank_has_references_) {
    std::copy(blank_.begin(), blank_.end(), row);
  } else {
    for (size_t i = 0; i < blank_.size(); ++i) overwrite(row + i, words_of(blank_[i]));  // over Nones
  }
  return row;
}

// Fills the lists that a window's expressions read, for its range around this anchor. A list that nobody else
// holds is filled again.
void WindowEvaluator::list_blocks(const Aggregate& aggregate, size_t anchor) {
  const std::vector<uint16_t>& slots = aggregate.plan.source_slots;
  for (size_t k = 0; aggregate.plan.window && k < slots.size(); ++k) {
    Value& list = lists_[aggregate.index][k];
    if (list.kind() != Kind::kList || list.obj()->refs != 1) list = Value::adopt(new ListObj());
    blocks_.list(slots[k], ranges_[aggregate.index], anchor, &list.as<ListObj>()->items);
  }
}

// Whether all of the window's reductions are of plain numbers, whose results are in reduced_ then.
bool WindowEvaluator::reduce(const Aggregate& aggregate, size_t anchor) {
  for (const size_t i : aggregate.reductions) {
    const expr::Reduction& reduction = plan_.reductions[i];
    const uint16_t slot = aggregate.plan.source_slots[reduction.offset];
    if (!blocks_.reduce(reduction.how, slot, ranges_[aggregate.index], anchor, &reduced_[i])) return false;
  }
  return true;
}

bool WindowEvaluator::fields(const Aggregate& aggregate, size_t anchor, Value* row) {
  const bool reduced = reduce(aggregate, anchor);
  if (!reduced && !aggregate.needs_lists) list_blocks(aggregate, anchor);
  return evaluate_.assign_all(reduced ? aggregate.fields : aggregate.listing, bases_.data(), row);
}

void WindowEvaluator::tell_window(const WindowAggregatePlan& plan, WindowBlocks::Range range, size_t anchor) {
  std::vector<Value> starts;
  for (size_t b = range.begin; b < range.end; ++b) {
    const size_t block = blocks_.block_at(b);
    if (block != anchor) starts.push_back(blocks_.saved(block).slot(meta_[0], AggregatePlan::kStartTime));
  }
  evaluate_.observer()->window(plan, starts);
}

// All windows are looked for before any field is computed. False when one drops the row.
bool WindowEvaluator::find_windows(size_t anchor) {
  for (const Aggregate& a : aggregates_) {
    const auto& window = a.plan.window;
    if (!window) continue;
    WindowBlocks::Range* const range = &ranges_[a.index];
    const bool filled = blocks_.find(*window, blocks_.start_us(anchor), range);
    if (evaluate_.observer()) tell_window(a.plan, *range, anchor);
    if (!filled) return false;
  }
  return true;
}

bool WindowEvaluator::aggregates(size_t anchor, Value* row) {
  for (const Aggregate& a : aggregates_) {
    const AggregatePlan& plan = a.plan.aggregate;
    if (a.needs_lists) list_blocks(a, anchor);
    bool pass;
    if (!passes(plan.when.get(), &pass))
      return evaluate_.stopped_in("When of " + plan_.name + "." + plan.name);
    if (EvaluationObserver* const observer = evaluate_.observer(); observer && !pass)
      observer->passed_by(&plan, PassedBy::kFiltered, evaluate_.machine().error());
    if (pass && !fields(a, anchor, row + a.first_slot)) return false;
  }
  return true;
}

// The row at hand into columns of its own.
void WindowEvaluator::spread_row(WindowRows* rows) const {
  rows->add_named();
  for (const Aggregate& a : aggregates_) {
    const AggregatePlan& plan = a.plan.aggregate;
    for (size_t k = 0; k < plan.slot_count(); ++k)
      spread(evaluate_.machine(), plan.name, plan.slot_names[k], spread_[a.first_slot + k], rows);
  }
}

// Anchor.Max: of the rows that would be given, those with the smallest keyed hash, in their order.
void WindowEvaluator::sample(const KeyState& state, WindowRows* rows) const {
  if (!plan_.max || rows->size() <= static_cast<size_t>(*plan_.max)) return;
  const AggregatePlan& plan = stream_.aggregates[static_cast<size_t>(plan_.block_aggregate)];
  std::vector<std::pair<uint64_t, size_t>> order;
  for (size_t i = 0; i < rows->size(); ++i) {
    const std::vector<Value> block = state.unpack(blocks_.saved(anchors_[i]));
    order.emplace_back(sample_hash(seed_, key_text(state.identity(), plan, block.data())), i);
  }
  std::sort(order.begin(), order.end());
  order.resize(static_cast<size_t>(*plan_.max));
  std::vector<size_t> kept;
  kept.reserve(order.size());
  for (const auto& [hash, row] : order) kept.push_back(row);
  std::sort(kept.begin(), kept.end());
  EvaluationObserver* const observer = evaluate_.observer();
  for (size_t i = 0; observer && i < rows->size(); ++i) {
    if (!std::binary_search(kept.begin(), kept.end(), i))
      observer->left_out(state.unpack(blocks_.saved(anchors_[i])).data());
  }
  rows->keep(kept);
}

// Whether the block at hand gives a row, which is added then; the false return is for budgets.
bool WindowEvaluator::judge(size_t block, bool meets_condition, WindowRows* rows, Anchor* outcome) {
  bool pass = true;
  *outcome = Anchor::kNone;
  if (!meets_condition && !passes(plan_.condition.get(), &pass))
    return evaluate_.stopped_in("Condition of the Anchor");
  if (!pass) return true;
  *outcome = Anchor::kFiltered;
  if (!passes(plan_.when.get(), &pass)) return evaluate_.stopped_in("When of " + plan_.name);
  if (!pass) return true;
  *outcome = Anchor::kShort;
  if (!find_windows(block)) return true;
  *outcome = Anchor::kRow;
  Value* const row = begin_row(rows);
  show_row(row);
  const bool ok = aggregates(block, row);
  if (has_maps_) spread_row(rows);
  show_row(blank_.data());
  return ok;
}

bool WindowEvaluator::evaluate(const KeyState& state, WindowRows* rows) {
  prepare(state);
  EvaluationObserver* const observer = evaluate_.observer();
  for (size_t block = 0; block < blocks_.size(); ++block) {
    // Most blocks are no anchors, which this tells without a look at the rest of them.
    const bool meets_condition = comparison_ && !observer && blocks_.first_where(*comparison_, block, &block);
    if (block == blocks_.size()) break;
    show_block(block, meets_condition ? row_slots_ : plan_.anchor_slots);
    if (has_containers_) blank_row();
    Anchor outcome;
    if (!judge(block, meets_condition, rows, &outcome)) return false;
    if (outcome == Anchor::kRow && plan_.max) anchors_.push_back(block);
    if (observer) {
      const std::optional<WindowRow> row =
          outcome == Anchor::kRow ? std::optional(rows->back()) : std::nullopt;
      observer->anchor(state.unpack(blocks_.saved(block)).data(), outcome, evaluate_.machine().error(),
                       row ? &*row : nullptr);
    }
  }
  sample(state, rows);
  return true;
}

}  // namespace headrace
