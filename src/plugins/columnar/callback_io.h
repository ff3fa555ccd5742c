// The caller's callbacks as Arrow's files.
#pragma once

#include <arrow/io/interfaces.h>

#include <memory>

#include "connect/columnar/columnar_abi.h"

namespace headrace::columnar {

std::shared_ptr<arrow::io::RandomAccessFile> open_input(const HeadraceColumnarInput& input);
std::shared_ptr<arrow::io::OutputStream> open_output(const HeadraceColumnarOutput& output);

}  // namespace headrace::columnar
