using System.Buffers.Binary;
using System.Text;
using Streaming.Operators.Safety.Pii;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Safety;

/// <summary>Replaces e-mail addresses, and then public IPv4 addresses, by made-up ones, as datatrove's PIIFormatter does.</summary>
/// <remarks>
/// Replacements are taken in turn. As in datatrove the turn goes on from text to text: the operator is a serial stage, and the turn is part of each commit. With
/// <c>restart_each_text</c> it starts anew with each text: then the order of the samples does not matter, and several are worked on at once. A replacement that looks like an IP address is replaced again.
/// </remarks>
[Operator("pii_formatter_mapper", Example = "{ email_replacement: ['<mail>'], restart_each_text: true }")]
internal sealed class PiiFormatterMapper(PiiFormatterMapperOptions options) : Mapper, IStateful
{
    private readonly SortedDictionary<SplitId, (long Mails, long Ips)> _used = [];
    private long _mails;
    private long _ips;

    public override bool IsSerial => !options.RestartEachText;

    public long Held => 0;

    public void Save(IStateWriter state)
    {
        foreach (var (split, (mails, ips)) in _used)
        {
            var bytes = state.Split(split);
            var span = bytes.GetSpan(2 * sizeof(long));
            BinaryPrimitives.WriteInt64LittleEndian(span, mails);
            BinaryPrimitives.WriteInt64LittleEndian(span[sizeof(long)..], ips);
            bytes.Advance(2 * sizeof(long));
        }
    }

    public void Restore(IStateReader state)
    {
        foreach (var (split, bytes) in state.Splits)
        {
            var used = (BinaryPrimitives.ReadInt64LittleEndian(bytes.Span), BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[sizeof(long)..]));
            _used[split] = used;
            _mails += used.Item1;
            _ips += used.Item2;
        }
    }

    protected override void Map(Sample sample)
    {
        if (options.RestartEachText)
        {
            var (mails, ips) = (0L, 0L);
            sample.Text = Format(sample.Text, ref mails, ref ips);
            return;
        }

        var (mailsBefore, ipsBefore) = (_mails, _ips);
        sample.Text = Format(sample.Text, ref _mails, ref _ips);
        if (_mails > mailsBefore || _ips > ipsBefore)
        {
            var split = sample.Lineage.Split;
            var used = _used.GetValueOrDefault(split);
            _used[split] = (used.Mails + _mails - mailsBefore, used.Ips + _ips - ipsBefore);
        }
    }

    private string Format(string text, ref long mails, ref long ips)
    {
        text = options.RemoveEmails ? ReplaceMails(text, ref mails) : text;
        return options.RemoveIps ? ReplaceIps(text, ref ips) : text;
    }

    private string ReplaceMails(string text, ref long used)
    {
        StringBuilder? result = null;
        var copied = 0;
        while (MailAddresses.TryNext(text, copied, out var address))
        {
            Replace(ref result, text, ref copied, address, options.EmailReplacement, ref used);
        }

        return Finish(result, text, copied);
    }

    private string ReplaceIps(string text, ref long used)
    {
        StringBuilder? result = null;
        var (copied, at) = (0, 0);
        while (Ipv4Addresses.TryNext(text, at, out var address))
        {
            at = address.End;
            if (Ipv4Addresses.TryParse(address.Of(text), out var value) && (!options.OnlyRemovePublicIps || PublicNetworks.Contain(value)))
            {
                Replace(ref result, text, ref copied, address, options.IpReplacement, ref used);
            }
        }

        return Finish(result, text, copied);
    }

    private static void Replace(ref StringBuilder? result, string text, ref int copied, TextSpan part, IReadOnlyList<string> replacements, ref long used)
    {
        (result ??= new(text.Length)).Append(text, copied, part.Start - copied).Append(replacements[(int)(used++ % replacements.Count)]);
        copied = part.End;
    }

    private static string Finish(StringBuilder? result, string text, int copied) => result?.Append(text, copied, text.Length - copied).ToString() ?? text;
}

/// <summary>Options of <c>pii_formatter_mapper</c>.</summary>
internal sealed record PiiFormatterMapperOptions : IValidatesOptions
{
    /// <summary>Replaces e-mail addresses.</summary>
    public bool RemoveEmails { get; init; } = true;

    /// <summary>Replaces IPv4 addresses.</summary>
    public bool RemoveIps { get; init; } = true;

    /// <summary>Leaves IPv4 addresses of private and special networks alone.</summary>
    public bool OnlyRemovePublicIps { get; init; } = true;

    /// <summary>What takes the place of e-mail addresses, in turn.</summary>
    public IReadOnlyList<string> EmailReplacement { get; init; } = ["email@example.com", "firstname.lastname@example.org"];

    /// <summary>What takes the place of IPv4 addresses, in turn.</summary>
    public IReadOnlyList<string> IpReplacement { get; init; } =
        ["22.214.171.124", "126.96.36.199", "188.8.131.52", "184.108.40.206", "220.127.116.11", "18.104.22.168"];

    /// <summary>Starts with the first replacement anew in each text.</summary>
    public bool RestartEachText { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (EmailReplacement.Count == 0)
        {
            yield return new("email_replacement", "One replacement at least is needed.");
        }

        if (IpReplacement.Count == 0)
        {
            yield return new("ip_replacement", "One replacement at least is needed.");
        }
    }
}
