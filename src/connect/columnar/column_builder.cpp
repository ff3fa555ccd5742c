#include "connect/columnar/column_builder.h"

#include <array>
#include <memory>

namespace headrace::columnar {
namespace {

const char* format_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kBool: return "b";
    case ColumnKind::kInt32: return "i";
    case ColumnKind::kInt64: return "l";
    case ColumnKind::kFloat64: return "g";
    case ColumnKind::kText: return "u";
    case ColumnKind::kJson: return "u";
    case ColumnKind::kTimestamp: return "tsu:UTC";
    case ColumnKind::kBinary: return "z";
  }
  return "n";
}

bool is_text(ColumnKind kind) {
  return kind == ColumnKind::kText || kind == ColumnKind::kJson || kind == ColumnKind::kBinary;
}

size_t width_of(ColumnKind kind) { return kind == ColumnKind::kInt32 ? sizeof(int32_t) : sizeof(int64_t); }

// Bits behind the first `at` of `out`: `count` of those at `bits`, which has no others, or as many ones.
template <typename Bytes>
void append_bits(const uint8_t* bits, int64_t count, int64_t at, Bytes* out) {
  out->resize(static_cast<size_t>((at + count + 7) / 8));
  auto* to = reinterpret_cast<uint8_t*>(out->data()) + at / 8;
  const int shift = static_cast<int>(at & 7);
  for (int64_t i = 0; i < count; i += 8, ++to) {
    const uint32_t ones = count - i < 8 ? (1u << (count - i)) - 1 : 0xFF;
    const uint32_t byte = bits ? bits[i / 8] : ones;
    to[0] = static_cast<uint8_t>(to[0] | byte << shift);
    if (const uint32_t over = byte << shift >> 8) to[1] = static_cast<uint8_t>(to[1] | over);
  }
}

// What a schema points into. One allocation of ours stands behind each structure; `release` frees it.
struct SchemaParts {
  std::string name, metadata;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> pointers;
};

void release_schema(ArrowSchema* schema) {
  auto* parts = static_cast<SchemaParts*>(schema->private_data);
  for (ArrowSchema& child : parts->children) {
    if (child.release) child.release(&child);
  }
  delete parts;
  schema->release = nullptr;
}

ArrowSchema schema_node(const char* format, const ColumnSpec* column, SchemaParts* parts) {
  ArrowSchema schema{};
  if (column) {
    Metadata metadata = column->metadata;
    if (column->kind == ColumnKind::kJson) {
      metadata.emplace_back(kExtensionName, kJsonExtension);
      metadata.emplace_back(kExtensionMetadata, "");
    }
    parts->name = column->name;
    parts->metadata = encode_metadata(metadata);
    schema.flags = ARROW_FLAG_NULLABLE;
  }
  schema.format = format;
  schema.name = parts->name.c_str();
  schema.metadata = parts->metadata.empty() ? nullptr : parts->metadata.data();
  schema.release = release_schema;
  schema.private_data = parts;
  return schema;
}

struct RowsParts {
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
  const void* buffers[1] = {nullptr};
};

void release_rows(ArrowArray* array) {
  auto* parts = static_cast<RowsParts*>(array->private_data);
  for (ArrowArray& child : parts->children) {
    if (child.release) child.release(&child);
  }
  delete parts;
  array->release = nullptr;
}

}  // namespace

OwnedSchema make_schema(const std::vector<ColumnSpec>& columns) {
  auto* parts = new SchemaParts();
  for (const ColumnSpec& column : columns) {
    parts->children.push_back(schema_node(format_of(column.kind), &column, new SchemaParts()));
  }
  for (ArrowSchema& child : parts->children) parts->pointers.push_back(&child);
  ArrowSchema schema = schema_node("+s", nullptr, parts);
  schema.n_children = static_cast<int64_t>(parts->pointers.size());
  schema.children = parts->pointers.data();
  return OwnedSchema(schema);
}

struct ColumnBuilder::Buffers {
  std::vector<uint8_t> validity;
  std::string data, text;
  std::array<const void*, 3> pointers = {};

  static void release(ArrowArray* array) {
    delete static_cast<Buffers*>(array->private_data);
    array->release = nullptr;
  }
};

ColumnBuilder::ColumnBuilder(ColumnKind kind, size_t text_bytes_max)
    : kind_(kind), text_bytes_max_(text_bytes_max) {}

template <typename T>
void ColumnBuilder::append_fixed(T value) {
  data_.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void ColumnBuilder::append_valid() {
  if ((size_ & 7) == 0) validity_.push_back(0);
  validity_.back() = static_cast<uint8_t>(validity_.back() | 1u << (size_ & 7));
  ++size_;
}

void ColumnBuilder::append_null() {
  switch (kind_) {
    case ColumnKind::kBool: append_bool(false); break;
    case ColumnKind::kInt32:
    case ColumnKind::kInt64:
    case ColumnKind::kTimestamp: append_int(0); break;
    case ColumnKind::kFloat64: append_float(0); break;
    case ColumnKind::kText:
    case ColumnKind::kJson:
    case ColumnKind::kBinary: append_text({}); break;
  }
  const int64_t last = size_ - 1;
  validity_.back() = static_cast<uint8_t>(validity_.back() & ~(1u << (last & 7)));
  ++nulls_;
}

void ColumnBuilder::append_bool(bool b) {
  if ((size_ & 7) == 0) data_.push_back(0);
  if (b) data_.back() = static_cast<char>(static_cast<uint8_t>(data_.back()) | 1u << (size_ & 7));
  append_valid();
}

void ColumnBuilder::append_int(int64_t i) {
  if (kind_ == ColumnKind::kInt32) {
    append_fixed(static_cast<int32_t>(i));
  } else {
    append_fixed(i);
  }
  append_valid();
}

void ColumnBuilder::append_float(double d) {
  append_fixed(d);
  append_valid();
}

void ColumnBuilder::append_text(std::string_view text) {
  if (size_ == 0) append_fixed(int32_t{0});
  if (text.size() <= text_bytes_max_)
    text_.append(text);
  else
    any_too_large_ = true;
  append_fixed(static_cast<int32_t>(text_.size()));
  append_valid();
}

void ColumnBuilder::append_all_text(const ArrowArray& array) {
  const auto* offsets = static_cast<const int32_t*>(array.buffers[1]);
  const auto base = static_cast<int32_t>(text_.size());
  if (size_ == 0) append_fixed(int32_t{0});
  const size_t end = data_.size();
  data_.resize(end + static_cast<size_t>(array.length) * sizeof(int32_t));
  auto* out = reinterpret_cast<int32_t*>(data_.data() + end);
  for (int64_t i = 0; i < array.length; ++i) out[i] = base + offsets[i + 1];
  text_.append(static_cast<const char*>(array.buffers[2]), static_cast<size_t>(offsets[array.length]));
}

void ColumnBuilder::append_all(const ArrowArray& array) {
  if (array.length == 0) return;
  if (is_text(kind_)) {
    append_all_text(array);
  } else if (kind_ == ColumnKind::kBool) {
    append_bits(static_cast<const uint8_t*>(array.buffers[1]), array.length, size_, &data_);
  } else {
    data_.append(static_cast<const char*>(array.buffers[1]),
                 static_cast<size_t>(array.length) * width_of(kind_));
  }
  append_bits(static_cast<const uint8_t*>(array.buffers[0]), array.length, size_, &validity_);
  size_ += array.length;
  nulls_ += array.null_count;
}

OwnedArray ColumnBuilder::finish() {
  if (is_text(kind_) && size_ == 0) append_fixed(int32_t{0});
  auto* buffers = new Buffers{std::move(validity_), std::move(data_), std::move(text_), {}};
  buffers->pointers = {nulls_ > 0 ? buffers->validity.data() : nullptr, buffers->data.data(),
                       buffers->text.data()};
  ArrowArray array{};
  array.length = size_;
  array.null_count = nulls_;
  array.n_buffers = is_text(kind_) ? 3 : 2;
  array.buffers = buffers->pointers.data();
  array.release = Buffers::release;
  array.private_data = buffers;
  *this = ColumnBuilder(kind_, text_bytes_max_);
  return OwnedArray(array);
}

OwnedArray make_rows(std::vector<OwnedArray> columns) {
  auto* parts = new RowsParts();
  ArrowArray array{};
  array.length = columns.empty() ? 0 : columns.front()->length;
  for (OwnedArray& column : columns) parts->children.push_back(column.take());
  for (ArrowArray& child : parts->children) parts->pointers.push_back(&child);
  array.n_buffers = 1;
  array.buffers = parts->buffers;
  array.n_children = static_cast<int64_t>(parts->pointers.size());
  array.children = parts->pointers.data();
  array.release = release_rows;
  array.private_data = parts;
  return OwnedArray(array);
}

}  // namespace headrace::columnar
