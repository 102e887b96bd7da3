const char *merge_text(int i) { static const char *const all[] = {"tenon", "mortise and tenon", "non", "same", "same"}; return all[i]; }
int merge_works(void) { return merge_text(0)[2] + merge_text(3)[0]; }
int merge_unused(void) { return merge_text(1)[0]; }
int merge_twin(void) { return merge_text(1)[0]; }
