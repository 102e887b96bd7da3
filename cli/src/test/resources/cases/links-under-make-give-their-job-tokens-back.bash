# engines: bfd lld mold own
# needs: make
cp "$POOL"/main.o "$POOL"/ctor.o .
cat >Makefile <<'M'
all: $(patsubst %,p%,1 2 3 4 5 6 7 8)
p%: main.o ctor.o
	+@$(CC_) main.o ctor.o -o $@ && ./$@
M
sed -i 's/+@/@/' Makefile
say make -s -j3 -Oline CC_="$CC" | sort
touch main.o
say make -s -j2 CC_="$CC" | sort
