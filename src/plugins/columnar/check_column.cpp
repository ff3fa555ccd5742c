#include "plugins/columnar/check_column.h"

#include <arrow/array.h>
#include <arrow/array/data.h>
#include <arrow/extension_type.h>
#include <arrow/status.h>
#include <arrow/type.h>

namespace headrace::columnar {
namespace {

std::shared_ptr<arrow::DataType> bytes_type(const std::shared_ptr<arrow::DataType>& type);

arrow::FieldVector bytes_fields(const arrow::DataType& type) {
  arrow::FieldVector fields;
  for (const auto& field : type.fields()) fields.push_back(field->WithType(bytes_type(field->type())));
  return fields;
}

// The type with the same layout whose texts are bytes.
std::shared_ptr<arrow::DataType> bytes_type(const std::shared_ptr<arrow::DataType>& type) {
  switch (type->id()) {
    case arrow::Type::STRING: return arrow::binary();
    case arrow::Type::LARGE_STRING: return arrow::large_binary();
    case arrow::Type::STRING_VIEW: return arrow::binary_view();
    case arrow::Type::EXTENSION:
      return bytes_type(static_cast<const arrow::ExtensionType&>(*type).storage_type());
    case arrow::Type::DICTIONARY: {
      const auto& dictionary = static_cast<const arrow::DictionaryType&>(*type);
      return arrow::dictionary(dictionary.index_type(), bytes_type(dictionary.value_type()),
                               dictionary.ordered());
    }
    case arrow::Type::LIST: return arrow::list(bytes_fields(*type)[0]);
    case arrow::Type::LARGE_LIST: return arrow::large_list(bytes_fields(*type)[0]);
    case arrow::Type::LIST_VIEW: return arrow::list_view(bytes_fields(*type)[0]);
    case arrow::Type::LARGE_LIST_VIEW: return arrow::large_list_view(bytes_fields(*type)[0]);
    case arrow::Type::FIXED_SIZE_LIST:
      return arrow::fixed_size_list(bytes_fields(*type)[0],
                                    static_cast<const arrow::FixedSizeListType&>(*type).list_size());
    case arrow::Type::MAP:
      return std::make_shared<arrow::MapType>(bytes_fields(*type)[0],
                                              static_cast<const arrow::MapType&>(*type).keys_sorted());
    case arrow::Type::STRUCT: return arrow::struct_(bytes_fields(*type));
    case arrow::Type::SPARSE_UNION:
      return arrow::sparse_union(bytes_fields(*type),
                                 static_cast<const arrow::UnionType&>(*type).type_codes());
    case arrow::Type::DENSE_UNION:
      return arrow::dense_union(bytes_fields(*type),
                                static_cast<const arrow::UnionType&>(*type).type_codes());
    case arrow::Type::RUN_END_ENCODED: {
      const auto& runs = static_cast<const arrow::RunEndEncodedType&>(*type);
      return arrow::run_end_encoded(runs.run_end_type(), bytes_type(runs.value_type()));
    }
    default: return type;
  }
}

std::shared_ptr<arrow::ArrayData> bytes_data(const arrow::ArrayData& data) {
  std::shared_ptr<arrow::ArrayData> bytes = data.Copy();
  bytes->type = bytes_type(data.type);
  for (auto& child : bytes->child_data) child = bytes_data(*child);
  if (bytes->dictionary) bytes->dictionary = bytes_data(*bytes->dictionary);
  return bytes;
}

}  // namespace

arrow::Status check_column(const arrow::Array& column) {
  return arrow::MakeArray(bytes_data(*column.data()))->ValidateFull();
}

}  // namespace headrace::columnar
