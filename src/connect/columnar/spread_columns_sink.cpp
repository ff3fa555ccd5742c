#include "connect/columnar/spread_columns_sink.h"

#include <algorithm>

#include "base/unicode.h"
#include "connect/columnar/window_columns_sink.h"
#include "data/json_parser.h"

namespace headrace::columnar {
namespace {

struct CellsChunk final : ResultSink::Chunk {
  using Row = std::vector<std::pair<std::string, std::string>>;  // column name, encoded cell
  std::vector<Row> rows;
};

// A name in UTF-8 and, since it goes through C strings, without a null byte: lone surrogates and nulls are
// escaped as JSON does it.
std::string column_name(const std::string& name) {
  std::string out;
  for (const char* at = name.data(); at < name.data() + name.size();) {
    const char32_t c = unicode::decode_next(at);
    if (c != 0 && (c < 0xD800 || c > 0xDFFF)) {
      unicode::append(out, c);
      continue;
    }
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
    out += escape;
  }
  return out;
}

void set_cell(std::string_view cell, size_t column, ColumnKind kind, TableBuilder* builder) {
  if (cell_tag(cell) == CellTag::kSmallInt && kind == ColumnKind::kFloat64) {
    return builder->set(column, Value::real(static_cast<double>(decode_cell(cell).as_int())));
  }
  if (cell_tag(cell) != CellTag::kJson) return builder->set(column, decode_cell(cell));
  if (kind == ColumnKind::kJson) return builder->column(column).append_text(cell_json(cell));
  Value v;
  JsonError error;
  if (!parse_json(cell_json(cell), &v, &error)) v = Value::string(cell_json(cell));
  builder->set(column, v);
}

}  // namespace

SpreadColumnsSink::SpreadColumnsSink(const WindowPlan& plan, std::unique_ptr<TableOutput> output,
                                     TemporaryStream rows)
    : plan_(plan), output_(std::move(output)), rows_(std::move(rows)) {
  for (TableField& field : window_fields(plan)) {
    column_of_name_.emplace(field.name, static_cast<uint32_t>(columns_.size()));
    columns_.push_back({std::move(field), true});
  }
}

Result<std::unique_ptr<ResultSink>> SpreadColumnsSink::open(const WindowPlan& plan,
                                                            std::unique_ptr<TableOutput> output) {
  Result<TemporaryStream> rows = open_temporary_stream();
  if (!rows) return rows.error();
  return std::unique_ptr<ResultSink>(new SpreadColumnsSink(plan, std::move(output), *std::move(rows)));
}

std::unique_ptr<ResultSink::Chunk> SpreadColumnsSink::encode(std::span<const IdentityResult> results) const {
  auto chunk = std::make_unique<CellsChunk>();
  for (const IdentityResult& result : results) {
    for (const WindowRow row : result.rows) {
      CellsChunk::Row& cells = chunk->rows.emplace_back();
      for (const auto& [name, value] : row) cells.emplace_back(column_name(name), encode_cell(value));
    }
  }
  return chunk;
}

Result<uint32_t> SpreadColumnsSink::column(const std::string& name) {
  const auto [it, inserted] = column_of_name_.emplace(name, static_cast<uint32_t>(columns_.size()));
  if (!inserted) return it->second;
  if (columns_.size() == kColumnsMax) {
    return Error{ErrorKind::kInput,
                 "the maps of the window rows have more than " + std::to_string(kColumnsMax) +
                     " different keys, and each would be a column (the last was '" + name + "')",
                 plan_.name, "keep fewer keys in the map, or write .jsonl", false};
  }
  columns_.push_back({{name, ColumnKind::kJson}, false});
  return it->second;
}

// A row is the number of its cells, then for each its column's number, its size and its bytes.
Status SpreadColumnsSink::write(std::unique_ptr<Chunk> chunk) {
  buffer_.clear();
  for (const CellsChunk::Row& row : static_cast<CellsChunk&>(*chunk).rows) {
    append_number(static_cast<uint32_t>(row.size()), &buffer_);
    for (const auto& [name, cell] : row) {
      const Result<uint32_t> number = column(name);
      if (!number) return number.error();
      columns_[*number].tags |= 1u << static_cast<int>(cell_tag(cell));
      append_number(*number, &buffer_);
      append_number(uint64_t{cell.size()}, &buffer_);
      buffer_ += cell;
    }
  }
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), rows_.get()) == buffer_.size()) return Ok{};
  return temporary_stream_error();
}

TableLayout SpreadColumnsSink::layout() const {
  std::vector<TableField> fields;
  fields.reserve(columns_.size());
  for (const Column& c : columns_) {
    fields.push_back({c.field.name, c.fixed ? c.field.kind : kind_of_tags(c.tags)});
  }
  return TableLayout(fields);
}

// False at the end of the rows.
Result<bool> SpreadColumnsSink::read_row(const TableLayout& layout, TableBuilder* builder) {
  std::FILE* file = rows_.get();
  uint32_t count;
  if (!read_number(file, &count)) {
    if (std::ferror(file)) return temporary_stream_error();
    return false;
  }
  for (; count > 0; --count) {
    uint32_t number;
    uint64_t size;
    if (!read_number(file, &number) || !read_number(file, &size)) return temporary_stream_error();
    buffer_.resize(size);
    if (std::fread(buffer_.data(), 1, size, file) != size) return temporary_stream_error();
    // Of keys that are one name once escaped the first counts.
    if (!builder->is_set(number)) set_cell(buffer_, number, layout.columns()[number].kind, builder);
  }
  builder->end_row();
  return true;
}

Status SpreadColumnsSink::write_rows(const TableLayout& layout) {
  const int64_t rows_max = std::clamp<int64_t>((1 << 20) / static_cast<int64_t>(columns_.size()), 1, 4096);
  for (bool more = true; more;) {
    TableBuilder builder(layout);
    for (int64_t rows = 0; more && rows < rows_max; ++rows) {
      Result<bool> read = read_row(layout, &builder);
      if (!read) return read.error();
      more = *read;
    }
    for (TableBatch& batch : builder.finish()) {
      if (Status s = output_->write(0, std::move(batch)); !s) return s;
    }
  }
  return Ok{};
}

Status SpreadColumnsSink::finish() {
  if (std::fflush(rows_.get()) != 0 || std::fseek(rows_.get(), 0, SEEK_SET) != 0)
    return temporary_stream_error();
  const TableLayout table = layout();
  if (Status s = output_->add(table, plan_.name); !s) return s;
  if (Status s = write_rows(table); !s) return s;
  return output_->finish();
}

}  // namespace headrace::columnar
