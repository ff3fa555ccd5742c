// Dictionary-encoded columns: positions in a dictionary, which many arrays share.
#include "connect/columnar/arrow_column_kinds.h"
#include "connect/columnar/cell_loop.h"
#include "data/text_slot.h"

namespace headrace::columnar {
namespace {

// Whether both lie at the same place in memory, so that what was decoded of one can stand for the other. Both
// live: else the place might have been used again.
bool same_memory(const ArrowArray& a, const ArrowArray& b) {
  if (a.length != b.length || a.offset != b.offset || a.n_buffers != b.n_buffers ||
      a.n_children != b.n_children || (a.dictionary == nullptr) != (b.dictionary == nullptr)) {
    return false;
  }
  if (!std::equal(a.buffers, a.buffers + a.n_buffers, b.buffers)) return false;
  for (int64_t i = 0; i < a.n_children; ++i) {
    if (!same_memory(*a.children[i], *b.children[i])) return false;
  }
  return !a.dictionary || same_memory(*a.dictionary, *b.dictionary);
}

// Values are decoded when they are first asked for and kept, so that a dictionary costs what is used of it.
template <typename Index>
class DictionaryColumn final : public CellLoop<DictionaryColumn<Index>> {
 public:
  static constexpr bool kTakesUsedCells = true;

  explicit DictionaryColumn(ColumnPtr values) : values_(std::move(values)) {}

  void enter(const ArrowArray& array) override {
    const ArrowArray& dictionary = *array.dictionary;
    values_->enter(dictionary);
    if (!dictionary_ || !same_memory(*dictionary_, dictionary)) {
      kept_.clear();
      kept_.resize(static_cast<size_t>(dictionary.length));
    }
    dictionary_ = &dictionary;
  }

  auto cells(const ArrowArray& array, int64_t, int64_t) {
    return [this, indices = buffer<Index>(array, 1), kept = kept_.data()](int64_t at, Value* out,
                                                                          std::string* why) {
      const size_t i = static_cast<std::make_unsigned_t<Index>>(indices[at]);
      if (kept[i].is_none() || kept[i].is_heap()) return get_value(i, out, why);
      *out = kept[i];
      return true;
    };
  }

 private:
  // Rows share no heap object, with what is kept neither: a long text is copied, a container decoded again.
  bool get_value(size_t i, Value* out, std::string* why) {
    Value& kept = kept_[i];
    if (kept.is_none()) {
      *out = Value();
      if (!values_->get(*dictionary_, static_cast<int64_t>(i), out, why)) return false;
      if (!out->is_heap()) {
        kept = *out;
        return true;
      }
      if (!out->is_str()) return true;
      kept = std::move(*out);
    }
    set_text(out, kept.str(), kept.is_ascii());
    return true;
  }

  ColumnPtr values_;
  const ArrowArray* dictionary_ = nullptr;  // of the array entered last
  std::vector<Value> kept_;                 // by position; None: not decoded, null, or not to be kept
};

}  // namespace

ColumnPtr dictionary_column(std::string_view indices, ColumnPtr values) {
  switch (indices[0]) {
    case 'c': return std::make_unique<DictionaryColumn<int8_t>>(std::move(values));
    case 'C': return std::make_unique<DictionaryColumn<uint8_t>>(std::move(values));
    case 's': return std::make_unique<DictionaryColumn<int16_t>>(std::move(values));
    case 'S': return std::make_unique<DictionaryColumn<uint16_t>>(std::move(values));
    case 'i': return std::make_unique<DictionaryColumn<int32_t>>(std::move(values));
    case 'I': return std::make_unique<DictionaryColumn<uint32_t>>(std::move(values));
    case 'l': return std::make_unique<DictionaryColumn<int64_t>>(std::move(values));
    default: return std::make_unique<DictionaryColumn<uint64_t>>(std::move(values));
  }
}

}  // namespace headrace::columnar
