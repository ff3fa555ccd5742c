#include "connect/columnar/columnar_writer.h"

#include <algorithm>

#include "connect/columnar/plugin.h"

namespace headrace::columnar {

Result<std::unique_ptr<ColumnarWriter>> ColumnarWriter::create(Append append, HeadraceColumnarFormat format,
                                                               OwnedSchema schema, std::string name) {
  const Result<const HeadraceColumnar*> plugin = load_plugin();
  if (!plugin) {
    Error error = plugin.error();
    error.place = std::move(name);
    return error;
  }
  std::unique_ptr<ColumnarWriter> writer(new ColumnarWriter(*plugin, std::move(append), std::move(name)));
  const HeadraceColumnarOutput output = {writer.get(), append_bytes};
  HeadraceColumnarError error;
  if ((*plugin)->create(&output, format, schema.get(), &writer->writer_, &error) != 0) {
    return writer->failed(error);
  }
  return writer;
}

// What an unfinished file would still write on the way out goes nowhere.
ColumnarWriter::~ColumnarWriter() {
  closed_ = true;
  if (writer_) plugin_->discard(writer_);
}

int ColumnarWriter::append_bytes(void* context, const void* data, int64_t size) {
  auto* self = static_cast<ColumnarWriter*>(context);
  if (self->closed_ || !self->appended_) return -1;
  self->appended_ = self->append_(static_cast<const char*>(data), static_cast<size_t>(size));
  return self->appended_ ? 0 : -1;
}

Error ColumnarWriter::failed(const HeadraceColumnarError& error) const {
  if (!appended_) return appended_.error();
  std::string message = std::string("cannot write: ") + error.text;
  std::replace(message.begin(), message.end(), '\n', ' ');
  return {ErrorKind::kOutside, std::move(message), name_, "", false};
}

Status ColumnarWriter::write(TableBatch batch) {
  const std::vector<int64_t> cuts = groups_.cuts(batch.row_bytes);
  HeadraceColumnarError error;
  const auto count = static_cast<int64_t>(cuts.size());
  if (plugin_->write(writer_, batch.rows.get(), cuts.data(), count, &error) != 0) return failed(error);
  return Ok{};
}

Status ColumnarWriter::finish(const Metadata& metadata) {
  std::vector<const char*> pairs;
  for (const auto& [name, value] : metadata) {
    pairs.push_back(name.c_str());
    pairs.push_back(value.c_str());
  }
  HeadraceColumnarError error;
  if (plugin_->finish(writer_, pairs.data(), static_cast<int64_t>(metadata.size()), &error) != 0) {
    return failed(error);
  }
  return Ok{};
}

}  // namespace headrace::columnar
