# engines: bfd lld mold own
# with: roundtrip
cp "$POOL"/ctor.o "$POOL"/symver.o .
echo 'VERSION { v1 { global: ctor_works; }; }' >script
echo 'v1 { global: ctor_works; };' >map
say $L -shared -o libd.so ctor.o script
say $L -shared -o libe.so ctor.o --version-script=map
say $L -shared -o libf.so ctor.o -T script
mkdir sub
say $L -shared -o sub/libg.so ctor.o script
say $L -shared -o "$PWD/sub/libh.so" ctor.o --version-script=map
say $L -shared -o libi.so ctor.o script -soname other.so
say $L -shared -o libj.so symver.o --version-script="$POOL/versioned.map" --undefined-version
grep -l tenon ./*.so sub/*.so
true
