#!/bin/sh
# What `make demo` shows. Every command can be typed as it is printed (with .venv/bin in the PATH).
set -eu
PATH="$1:$PATH"
cd "$(dirname "$0")/.."

run() {
  printf '\n$ %s\n' "$*"
  "$@"
}

run ntm-rules list
echo
echo "Quý I: thị trấn chưa đạt, nước sạch thiếu 0,1 điểm %. / First quarter: not attained, clean water short by a hair."
run ntm-rules assess examples/tam-duong-2024 --as-of 2024-03-31
echo
echo "Vì sao 3.3 chưa đạt? Bằng tiếng Anh. / Why is 3.3 not attained? In English."
run ntm-rules explain examples/tam-duong-2024 "Thị trấn Tam Đường" 3.3 --as-of 2024-03-31 --lang en
echo
echo "Cuối năm: đạt. / At the end of the year: attained."
run ntm-rules assess examples/tam-duong-2024 --as-of 2024-12-31
echo
echo "Quy tắc bằng lời, hai ngôn ngữ. / The rule in prose, in both languages."
run ntm-rules show "vn/civilised-township#3.3"
echo
echo "Cả huyện: bản, xã, thị trấn, huyện và kế hoạch 2024. / The whole district, and its plan for 2024."
run ntm-rules assess examples/tam-duong-2024/plan-met
