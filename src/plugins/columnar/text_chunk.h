// Text of a Parquet file without Arrow's builders, which take value after value and cost four times as much.
#pragma once

#include <arrow/type_fwd.h>
#include <parquet/column_reader.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include <memory>
#include <vector>

namespace headrace::columnar {

// The byte arrays of a column that is neither nested nor repeated, as far as one row group holds them. Throws
// where Parquet's readers do.
class TextChunk {
 public:
  // As what texts come: positions in a dictionary, or with 64-bit offsets, since the texts of a batch may be
  // larger than 2 GiB together.
  static std::shared_ptr<arrow::DataType> type(bool binary, bool dictionary);
  // Whether all pages of a chunk are positions in its dictionary, as its metadata says.
  static bool is_dictionary(const parquet::ColumnChunkMetaData& chunk);

  // `dictionary`: the chunk is one, and the texts shall come as such.
  TextChunk(parquet::RowGroupReader& group, int leaf, bool binary, bool dictionary);

  // The next `rows` elements. Positions lie within the dictionary, texts may be invalid UTF-8.
  arrow::Result<std::shared_ptr<arrow::Array>> read(int64_t rows);

 private:
  arrow::Status read_texts(int64_t rows, arrow::BufferVector* buffers);
  arrow::Status read_positions(int64_t rows, arrow::BufferVector* buffers);
  arrow::Status set_dictionary(const parquet::ByteArray* texts, int32_t count);
  // Rows at to at + levels - 1 hold `values` texts, what levels_ says of them shall be the same.
  arrow::Status check(int64_t at, int64_t levels, int64_t values) const;
  bool is_null(int64_t row) const { return levels_[static_cast<size_t>(row)] < level_max_; }
  // A bitmap of levels_, nothing where no row is null.
  arrow::Result<std::shared_ptr<arrow::Buffer>> validity(int64_t rows) const;

  std::shared_ptr<parquet::ByteArrayReader> reader_;
  bool binary_, dictionary_;
  int16_t level_max_;            // what a text that is not null has
  std::vector<int16_t> levels_;  // of the rows that are being read
  std::vector<parquet::ByteArray> texts_;
  std::shared_ptr<arrow::ArrayData> words_;  // the dictionary
};

}  // namespace headrace::columnar
