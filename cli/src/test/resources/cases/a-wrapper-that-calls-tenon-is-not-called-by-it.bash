# engines: bfd lld mold
# A wrapper on PATH, named as linkers are, that runs Tenon's ld: it runs once for each call.
mkdir path
cp "$POOL"/tiny.o "$POOL"/main.o .
for name in ld.$ENGINE ld; do
  rm -f path/* n
  cat >path/$name <<W
#!/bin/bash
case \$1 in -v | --version | --help) ;; *) echo x >>$PWD/n ;; esac # Tenon may ask who it is
[ ! -f $PWD/n ] || [ \$(wc -l <$PWD/n) -lt 25 ] || exit 99
TENON_ENGINE=$ENGINE exec $B/ld "\$@"
W
  chmod +x path/$name
  calls() {
    # Tenon may call it once more: it is the first ld.lld on PATH. But not without end.
    echo "status $?"
    [ "$(wc -l <n)" -le 2 ] || echo "calls $(wc -l <n)"
    rm -f n
  }
  PATH=$PWD/path:$PATH timeout 60 path/$name -o b tiny.o
  calls
  TENON_ENGINE=$PWD/path/$name timeout 60 path/$name -o c tiny.o
  calls
  PATH=$PWD/path:$PATH timeout 60 $name -o d tiny.o
  calls
  [ $name != ld ] || PATH=$PWD/path:$PATH timeout 60 gcc -nostdlib -static tiny.o -o e
  [ $name != ld ] || calls
done
rm -r path
