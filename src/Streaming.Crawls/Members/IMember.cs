namespace Streaming.Crawls.Members;

/// <summary>Decodes one compressed member after the other out of a <see cref="RawInput"/>.</summary>
internal interface IMember : IDisposable
{
    /// <summary>Begins the member that stands at the input's place.</summary>
    /// <exception cref="InvalidDataException">None stands there.</exception>
    void Begin();

    /// <summary>Its next bytes; 0 at its end, with the input behind it and its checksum found right.</summary>
    /// <exception cref="InvalidDataException">It is corrupt or ends too early.</exception>
    int Read(Span<byte> into);
}
