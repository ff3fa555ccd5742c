// The plug-in's door: the C functions of columnar_abi.h over the classes beside this file. Nothing C++ leaves
// through it, exceptions neither.

#include <arrow/c/bridge.h>
#include <arrow/record_batch.h>
#include <arrow/result.h>
#include <arrow/type.h>
#include <arrow/util/config.h>

#include <cstdio>
#include <exception>

#include "plugins/columnar/read_file.h"
#include "plugins/columnar/write_file.h"

struct HeadraceColumnarFile {
  std::unique_ptr<headrace::columnar::File> file;
};
struct HeadraceColumnarWriter {
  std::unique_ptr<headrace::columnar::GroupedWriter> writer;
};

namespace headrace::columnar {
namespace {

int fail(HeadraceColumnarError* error, const char* text) {
  std::snprintf(error->text, sizeof error->text, "%s", text);
  return -1;
}

// Runs a function that gives arrow::Status; Parquet's readers throw as well.
template <typename Function>
int guarded(HeadraceColumnarError* error, Function function) {
  try {
    const arrow::Status status = function();
    return status.ok() ? 0 : fail(error, status.message().c_str());
  } catch (const std::exception& e) {
    return fail(error, e.what());
  }
}

int open(const HeadraceColumnarInput* input, HeadraceColumnarFile** file, ArrowSchema* schema,
         HeadraceColumnarError* error) {
  return guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(auto opened, open_file(*input));
    ARROW_RETURN_NOT_OK(arrow::ExportSchema(opened->schema(), schema));
    *file = new HeadraceColumnarFile{std::move(opened)};
    return arrow::Status::OK();
  });
}

int read(HeadraceColumnarFile* file, const int32_t* columns, int64_t count, ArrowArrayStream* stream,
         HeadraceColumnarError* error) {
  return guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(auto reader, file->file->read(std::vector<int>(columns, columns + count)));
    return arrow::ExportRecordBatchReader(std::move(reader), stream);
  });
}

void close(HeadraceColumnarFile* file) { delete file; }

int create(const HeadraceColumnarOutput* output, HeadraceColumnarFormat format, ArrowSchema* schema,
           HeadraceColumnarWriter** writer, HeadraceColumnarError* error) {
  return guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(auto imported, arrow::ImportSchema(schema));
    ARROW_ASSIGN_OR_RAISE(auto made, make_writer(*output, format, imported));
    *writer =
        new HeadraceColumnarWriter{std::make_unique<GroupedWriter>(std::move(made), std::move(imported))};
    return arrow::Status::OK();
  });
}

int write(HeadraceColumnarWriter* writer, ArrowArray* batch, const int64_t* cuts, int64_t count,
          HeadraceColumnarError* error) {
  return guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(const auto imported, arrow::ImportRecordBatch(batch, writer->writer->schema()));
    return writer->writer->write(imported, std::vector<int64_t>(cuts, cuts + count));
  });
}

int finish(HeadraceColumnarWriter* writer, const char* const* metadata, int64_t pairs,
           HeadraceColumnarError* error) {
  return guarded(error, [&]() -> arrow::Status {
    FileMetadata copied;
    for (int64_t i = 0; i < pairs; ++i) copied.emplace_back(metadata[2 * i], metadata[2 * i + 1]);
    return writer->writer->finish(copied);
  });
}

// A writer that was not finished ends its file when it goes; the caller's callback refuses those bytes.
void discard(HeadraceColumnarWriter* writer) {
  try {
    delete writer;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "headrace: columnar: %s\n", e.what());
  }
}

constexpr HeadraceColumnar kColumnar = {
    HEADRACE_COLUMNAR_ABI, "Arrow " ARROW_VERSION_STRING, open, read, close, create, write, finish, discard};

}  // namespace
}  // namespace headrace::columnar

extern "C" __attribute__((visibility("default"))) const HeadraceColumnar* headrace_columnar() {
  return &headrace::columnar::kColumnar;
}
