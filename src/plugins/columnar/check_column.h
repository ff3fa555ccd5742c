// What is checked of a column that comes from outside.
#pragma once

#include <arrow/type_fwd.h>

namespace headrace::columnar {

// All that ValidateFull() looks at, but for whether text is UTF-8, wherever in the column it stands: that is
// looked at when it is used, and costs one row, not the file.
arrow::Status check_column(const arrow::Array& column);

}  // namespace headrace::columnar
