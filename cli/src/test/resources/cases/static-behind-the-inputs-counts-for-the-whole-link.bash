# engines: bfd lld mold own
# with: roundtrip
cp "$POOL"/*.o .
say $L -o a tiny.o -static
say $L -o b -static tiny.o -Bdynamic
say $L -o c tiny.o -Bstatic -L"$POOL" -larchive
say $L -o d -e main main.o ifunc.o -L/usr/lib/x86_64-linux-gnu -lc -static
say $L -o e -e main ctor.o main.o -L"$POOL" -Bstatic -larchive -Bdynamic -llibrary -static
say $L -o f -N tiny.o -Bdynamic
say $L -o g -dn tiny.o -dy
say $L -o h -non_shared tiny.o -call_shared
