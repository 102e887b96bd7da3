.globl elsewhere
elsewhere: nop
