#include "module/pyarrow_files.h"

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "connect/columnar/columnar_abi.h"
#include "connect/columnar/plugin.h"
#include "module/host.h"

// The ABI's own names for what is behind its pointers.
struct HeadraceColumnarFile {
  nanobind::object reader;
};
struct HeadraceColumnarWriter {
  nanobind::object writer;
};

namespace headrace::module {
namespace {

nb::object files_module() { return nb::module_::import_("headrace._pyarrow_files"); }

// Runs with the interpreter's lock; what it raises is the error's text.
template <typename Do>
int guarded(HeadraceColumnarError* error, const Do& run) {
  const nb::gil_scoped_acquire lock;
  try {
    run();
    return 0;
  } catch (const std::exception& e) {
    std::snprintf(error->text, sizeof error->text, "%s", e.what());
    return -1;
  }
}

// A structure in a capsule that does not own it.
template <typename T>
nb::object borrowed(T* raw, const char* name) {
  return nb::steal(PyCapsule_New(raw, name, nullptr));
}

template <typename T>
void move_out(nb::handle capsule, const char* name, T* to) {
  auto* const from = static_cast<T*>(PyCapsule_GetPointer(capsule.ptr(), name));
  if (!from) throw nb::python_error();
  *to = std::exchange(*from, T{});
}

int open(const HeadraceColumnarInput* input, HeadraceColumnarFile** file, ArrowSchema* schema,
         HeadraceColumnarError* error) {
  return guarded(error, [&] {
    const HeadraceColumnarInput in = *input;
    const nb::object read_at = nb::cpp_function([in](int64_t offset, int64_t size) {
      std::string bytes(static_cast<size_t>(size), '\0');
      int64_t n;
      {
        const nb::gil_scoped_release unlocked;
        n = in.read_at(in.context, offset, bytes.data(), size);
      }
      if (n < 0) throw std::runtime_error("the file cannot be read");
      return nb::bytes(bytes.data(), static_cast<size_t>(n));
    });
    nb::object reader = files_module().attr("open")(read_at, in.size);
    move_out(reader.attr("schema_capsule")(), "arrow_schema", schema);
    *file = new HeadraceColumnarFile{std::move(reader)};
  });
}

int read(HeadraceColumnarFile* file, const int32_t* columns, int64_t count, ArrowArrayStream* stream,
         HeadraceColumnarError* error) {
  return guarded(error, [&] {
    const nb::object capsule = file->reader.attr("read")(std::vector<int32_t>(columns, columns + count));
    move_out(capsule, "arrow_array_stream", stream);
  });
}

void close(HeadraceColumnarFile* file) {
  const nb::gil_scoped_acquire lock;
  delete file;
}

int create(const HeadraceColumnarOutput* output, HeadraceColumnarFormat format, ArrowSchema* schema,
           HeadraceColumnarWriter** writer, HeadraceColumnarError* error) {
  return guarded(error, [&] {
    const HeadraceColumnarOutput out = *output;
    const nb::object append = nb::cpp_function([out](const nb::bytes& bytes) {
      if (out.append(out.context, bytes.c_str(), static_cast<int64_t>(bytes.size())) != 0)
        throw std::runtime_error("the file cannot be written");
    });
    nb::object made =
        files_module().attr("create")(append, format == kHeadraceParquet, borrowed(schema, "arrow_schema"));
    *writer = new HeadraceColumnarWriter{std::move(made)};
  });
}

int write(HeadraceColumnarWriter* writer, ArrowArray* batch, const int64_t* cuts, int64_t count,
          HeadraceColumnarError* error) {
  return guarded(error, [&] {
    writer->writer.attr("write")(borrowed(batch, "arrow_array"), std::vector<int64_t>(cuts, cuts + count));
  });
}

int finish(HeadraceColumnarWriter* writer, const char* const* metadata, int64_t pairs,
           HeadraceColumnarError* error) {
  return guarded(error, [&] {
    nb::dict content;
    for (int64_t i = 0; i < pairs; ++i) content[metadata[2 * i]] = metadata[2 * i + 1];
    writer->writer.attr("finish")(content);
  });
}

void discard(HeadraceColumnarWriter* writer) {
  const nb::gil_scoped_acquire lock;
  try {
    writer->writer.attr("discard")();
  } catch (nb::python_error& e) {
    e.discard_as_unraisable("headrace._pyarrow_files");
  }
  delete writer;
}

const HeadraceColumnar kPyarrow = {
    HEADRACE_COLUMNAR_ABI, "pyarrow", open, read, close, create, write, finish, discard};

}  // namespace

void use_pyarrow() { columnar::use_plugin(&kPyarrow); }

}  // namespace headrace::module
