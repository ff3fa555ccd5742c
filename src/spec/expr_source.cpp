#include "spec/expr_source.h"

#include <algorithm>

#include "spec/yaml_position.h"

namespace headrace {

ExprSource ExprSource::from(const YamlDocument& document, const YamlNode& node, std::string owner,
                            std::string key) {
  ExprSource source;
  source.span = document.span(node);
  source.owner = std::move(owner);
  source.key = std::move(key);
  source.style = node.style;
  source.verbatim = node.is_string() && !node.string().empty();
  source.text = source.verbatim ? std::string(node.string()) : node.is_string() ? "''" : python_str(node);
  return source;
}

Span ExprSource::locate(size_t begin, size_t end) const {
  if (!verbatim) return span;
  const std::vector<uint32_t> offsets = content_offsets(span.text(), style, text);
  if (offsets.empty()) return span;
  begin = std::min(begin, text.size());
  end = std::clamp(end, begin, text.size());
  Span where = span;
  where.begin = span.begin + offsets[begin];
  where.end = end > begin ? std::max(where.begin, span.begin + offsets[end - 1] + 1) : where.begin;
  // The last character whole, where it has several bytes.
  const std::string_view file = span.file->text();
  while (where.end > where.begin && where.end < span.end && (file[where.end] & 0xC0) == 0x80) ++where.end;
  return where;
}

}  // namespace headrace
