# engines: bfd lld mold
mkdir path
cp "$POOL"/tiny.o "$POOL"/main.o .
for name in ld.$ENGINE ld; do
  rm -f path/* n
  case $(cat "$WORLD") in bare) real=$B/ld ;; *) real=$B/ld ;; esac
  printf '#!/bin/bash\necho x >>%s/n; [ $(wc -l <%s/n) -lt 25 ] || exit 99\nexec %s "$@"\n' "$PWD" "$PWD" "$real" >path/$name
  chmod +x path/$name
  PATH=$PWD/path:$PATH timeout 60 path/$name -o b tiny.o
  echo "status $? calls $(wc -l <n)"
  rm n
  TENON_ENGINE=$PWD/path/$name timeout 60 path/$name -o c tiny.o
  echo "status $? calls $(wc -l <n)"
  rm n
  PATH=$PWD/path:$PATH timeout 60 $name -o d tiny.o
  echo "status $? calls $(wc -l <n)"
done
rm -r path n
