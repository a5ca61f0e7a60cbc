namespace Tacit.Crdt.Coding;

/// <summary>
/// The columns of an update as they are read; the mirror of <see cref="UpdateEncoder"/>. Implemented by ref structs
/// and used as a type parameter, so that reading a struct compiles to straight code for each version.
/// </summary>
internal interface IUpdateDecoder : IDeleteSetDecoder
{
    Id ReadLeftId();

    Id ReadRightId();

    long ReadClient();

    byte ReadInfo();

    string ReadString();

    /// <summary>Text of an item. Version 2 gives a slice of one string that all items of the update share.</summary>
    (string Text, int Start, int Length) ReadText();

    bool ReadParentInfo();

    long ReadTypeRef();

    long ReadLength();

    Any ReadAny();

    byte[] ReadBytes();

    Any ReadJson();

    string ReadKey();
}
