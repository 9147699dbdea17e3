// The part of libxml2 that reads a document as a stream of events.
#include <libxml/xmlversion.h>
// Debian's libxml2 is built with ICU, whose headers clash with the ICU inside Foundation. Without them only a structure
// for encodings, which is not used here, lacks its last members.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
