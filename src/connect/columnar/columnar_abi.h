// What the plug-in `columnar` does, as C functions: Parquet and Arrow IPC in and out. Data crosses by the
// Arrow C interfaces, bytes by the two callbacks, so that files stay the caller's: the plug-in opens none.
//
// Functions that can fail give 0 or fill the error's text and give -1. Nothing here is safe to call from two
// threads at once on the same object; different objects are independent.
#pragma once

#include <cstdint>

#include "data/arrow_abi.h"

extern "C" {

// Changes whenever anything below does.
#define HEADRACE_COLUMNAR_ABI 2

struct HeadraceColumnarError {
  char text[1024];
};

struct HeadraceColumnarInput {
  void* context;
  int64_t size;
  // Reads up to `size` bytes at `offset`; how many were read (0 at the end), or -1.
  int64_t (*read_at)(void* context, int64_t offset, void* buffer, int64_t size);
};

struct HeadraceColumnarOutput {
  void* context;
  // Appends; 0 or -1.
  int (*append)(void* context, const void* data, int64_t size);
};

enum HeadraceColumnarFormat { kHeadraceParquet = 1, kHeadraceArrowFile = 2 };

struct HeadraceColumnarFile;
struct HeadraceColumnarWriter;

struct HeadraceColumnar {
  uint32_t abi;         // HEADRACE_COLUMNAR_ABI
  const char* library;  // for people: "Arrow 26.0.1"

  // Recognises the format by content. The input's context must live until close(). `schema` receives the
  // whole file's.
  int (*open)(const struct HeadraceColumnarInput* input, struct HeadraceColumnarFile** file,
              struct ArrowSchema* schema, struct HeadraceColumnarError* error);
  // The columns at these positions of the schema, ascending, from the first row on; none is allowed. A column
  // of text or bytes may come with wider offsets or as positions in a dictionary: the stream's schema tells.
  // Call once a file; release the stream before close(). What the stream gives has been checked: offsets and
  // positions lie within their buffers. Text may be invalid UTF-8.
  int (*read)(struct HeadraceColumnarFile* file, const int32_t* columns, int64_t count,
              struct ArrowArrayStream* stream, struct HeadraceColumnarError* error);
  void (*close)(struct HeadraceColumnarFile* file);

  // A file of these columns; takes the schema. The output's context must live until discard().
  int (*create)(const struct HeadraceColumnarOutput* output, enum HeadraceColumnarFormat format,
                struct ArrowSchema* schema, struct HeadraceColumnarWriter** writer,
                struct HeadraceColumnarError* error);
  // Takes the batch. Groups of rows (Parquet's row groups, Arrow's batches) end before the rows of the batch
  // in `cuts`, ascending, and nowhere else: the file's bytes hang on rows and groups, not on batches.
  int (*write)(struct HeadraceColumnarWriter* writer, struct ArrowArray* batch, const int64_t* cuts,
               int64_t count, struct HeadraceColumnarError* error);
  // Writes what is left, with `pairs` of names and values as the file's metadata.
  int (*finish)(struct HeadraceColumnarWriter* writer, const char* const* metadata, int64_t pairs,
                struct HeadraceColumnarError* error);
  // Frees the writer, finished or not.
  void (*discard)(struct HeadraceColumnarWriter* writer);
};

// The one symbol that the plug-in exports.
typedef const struct HeadraceColumnar* (*HeadraceColumnarEntry)(void);
#define HEADRACE_COLUMNAR_ENTRY "headrace_columnar"

}  // extern "C"
