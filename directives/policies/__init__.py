"""Support policies (chính sách hỗ trợ): proposed by an office, issued by a document, ended; with their money."""
