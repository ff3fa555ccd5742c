#include "connect/window_csv_sink.h"

#include "connect/csv_rows.h"
#include "data/csv.h"
#include "expr/machine.h"

namespace headrace {
namespace {

struct CellsChunk final : ResultSink::Chunk {
  using Row =
      std::vector<std::pair<std::string, std::string>>;  // column name, cell as it will stand in the file
  std::vector<Row> rows;
};

}  // namespace

Result<std::unique_ptr<ResultSink>> WindowCsvSink::open(const WindowPlan& window, OutputFiles files) {
  Result<TemporaryStream> rows = open_temporary_stream();
  if (!rows) return rows.error();
  return std::unique_ptr<ResultSink>(new WindowCsvSink(window, std::move(files), *std::move(rows)));
}

WindowCsvSink::WindowCsvSink(const WindowPlan& window, OutputFiles files, TemporaryStream rows)
    : files_(std::move(files)), rows_(std::move(rows)) {
  for (const WindowAggregatePlan& a : window.aggregates) {
    for (size_t k = 0; k < a.aggregate.slot_count(); ++k) {
      if (a.aggregate.slot_types[k] != FieldType::kMap)
        column(a.aggregate.name + "." + a.aggregate.slot_names[k]);
    }
  }
}

uint32_t WindowCsvSink::column(const std::string& name) {
  return columns_.emplace(name, static_cast<uint32_t>(columns_.size())).first->second;
}

std::unique_ptr<ResultSink::Chunk> WindowCsvSink::encode(std::span<const IdentityResult> results) const {
  auto chunk = std::make_unique<CellsChunk>();
  expr::Machine machine;
  for (const IdentityResult& result : results) {
    for (const WindowRow row : result.rows) {
      CellsChunk::Row& cells = chunk->rows.emplace_back();
      for (const auto& [name, value] : row) {
        cells.emplace_back(name, "");
        append_python_cell(machine, value, &cells.back().second);
      }
    }
  }
  return chunk;
}

// A row is the number of its cells, then for each its column's number, its size and its bytes.
Status WindowCsvSink::write(std::unique_ptr<Chunk> chunk) {
  buffer_.clear();
  for (const CellsChunk::Row& row : static_cast<CellsChunk&>(*chunk).rows) {
    append_number(static_cast<uint32_t>(row.size()), &buffer_);
    for (const auto& [name, cell] : row) {
      append_number(column(name), &buffer_);
      append_number(uint64_t{cell.size()}, &buffer_);
      buffer_ += cell;
    }
  }
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), rows_.get()) == buffer_.size()) return Ok{};
  return temporary_stream_error();
}

Status WindowCsvSink::write_row(const std::vector<std::string>& cells) {
  buffer_.clear();
  bool first = true;
  for (const auto& [name, number] : columns_) {
    if (!first) buffer_ += ',';
    first = false;
    buffer_ += cells[number];
  }
  end_csv_row(0, &buffer_);
  return files_.write(0, buffer_, 1);
}

Status WindowCsvSink::finish() {
  std::string header;
  for (const auto& [name, number] : columns_) {
    if (!header.empty()) header += ',';
    append_csv_cell(name, &header);
  }
  end_csv_row(0, &header);
  if (Status s = files_.write(0, header, 0); !s) return s;
  if (std::fflush(rows_.get()) != 0 || std::fseek(rows_.get(), 0, SEEK_SET) != 0)
    return temporary_stream_error();
  std::vector<std::string> cells(columns_.size());
  for (uint32_t count; read_number(rows_.get(), &count);) {
    for (std::string& cell : cells) cell.clear();
    for (uint32_t i = 0; i < count; ++i) {
      uint32_t number;
      uint64_t size;
      if (!read_number(rows_.get(), &number) || !read_number(rows_.get(), &size))
        return temporary_stream_error();
      cells[number].resize(size);
      if (std::fread(cells[number].data(), 1, size, rows_.get()) != size) return temporary_stream_error();
    }
    if (Status s = write_row(cells); !s) return s;
  }
  if (std::ferror(rows_.get())) return temporary_stream_error();
  return files_.finish();
}

}  // namespace headrace
