namespace Tacit.Cli;

/// <summary>What a pad can be exported as.</summary>
internal enum PadFormat
{
    /// <summary>CommonMark with GitHub's tables and task lists.</summary>
    Markdown,

    /// <summary>A page.</summary>
    Html,

    /// <summary>Plain text.</summary>
    Text,

    /// <summary>Title, kind and content; of rich text as ProseMirror has it.</summary>
    Json,
}
