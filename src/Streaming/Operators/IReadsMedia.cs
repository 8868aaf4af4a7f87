namespace Streaming.Operators;

/// <summary>An operator that reads media. Those that are http(s) addresses are fetched ahead of it, where the topology allows that.</summary>
public interface IReadsMedia
{
    /// <summary>Which of the sample's media it is going to read; none where what they would say is known already.</summary>
    IEnumerable<Media> MediaOf(Sample sample);

    /// <summary>Whether it decodes them, by <see cref="Sample.Decoded"/>: where several operators of a stage do, what one decoded is kept for the next.</summary>
    bool DecodesMedia => false;
}
