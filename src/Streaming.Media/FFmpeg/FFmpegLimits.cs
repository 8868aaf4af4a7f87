namespace Streaming.Recordings.FFmpeg;

/// <summary>What one medium may cost.</summary>
/// <param name="Time">How long FFmpeg may take over it.</param>
/// <param name="MaxPixels">The largest frame.</param>
/// <param name="MaxBytes">The most bytes that may come out of it: of a decoded sound, of a film that is made.</param>
internal sealed record FFmpegLimits(TimeSpan Time, long MaxPixels, long MaxBytes)
{
    /// <summary>512 MiB: forty minutes of stereo at 16 kHz, decoded.</summary>
    public const long DefaultMaxBytes = 512L << 20;

    // What a decoder may ask for in one piece: a frame of the most pixels with room around.
    private long MaxAllocation => Math.Max(256L << 20, 8 * Math.Min(MaxPixels, 1L << 31));

    /// <summary>Arguments before an input: no network, no play lists or other formats that name further files, no broken parts passed over.</summary>
    public IReadOnlyList<string> InputArguments => ["-protocol_whitelist", "file,pipe", "-format_whitelist", Formats, "-max_pixels", $"{MaxPixels}"];

    /// <summary>Arguments at the start of each call.</summary>
    public IReadOnlyList<string> CommonArguments => ["-hide_banner", "-v", "error", "-max_alloc", $"{MaxAllocation}"];

    // Demuxers that read one file of media and nothing beside it.
    private const string Formats = "aac,ac3,aiff,amr,amrnb,amrwb,asf,asf_o,au,avi,caf,dv,eac3,flac,flv,gif,h264,hevc,ivf,m4v,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,mpegvideo,ogg,opus,rm,swf,tta,voc,w64,wav,wv,y4m,yuv4mpegpipe";
}
