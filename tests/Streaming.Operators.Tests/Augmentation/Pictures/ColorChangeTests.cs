using Streaming.Imaging;
using Streaming.Operators.Augmentation.Pictures;

namespace Streaming.Operators.Tests.Augmentation.Pictures;

/// <summary>Changes of colour as Pillow 9.4 made them, byte by byte, on 96 pixels of noise.</summary>
public sealed class ColorChangeTests
{
    private const string Noise = "CQkJ/wAAAAD/k8pr+amKlXem4JSsXaeO+BpR2pZCAr88gbNaRWhuYZ1qmPs+B/irIXtPsCUUXjGVf870HHc2AMDpEnS/pbi4x6X9riFxAVV1d8rrfORj25D/UKCQ8hJLt2DfjaWeML0hNPH88gKcJFrorLA7yrbw5FvxFXE4aCcdoLAJIe/3vNg3C9SKcNBMRCws+xOQeOKnssEjrfI0ARK/AtfjlD7RFtzrh7nhqyD8XDyQGzVrCBQImM5ME2SJGrI8hdT3X+lqUQkgjf4sR1wkfarI/BqYlD6snpF0ILVWJzxfINdYoXxVM1rPXAv26fwRs0cNX8T/3j8pDc1g2DyvpLfquNXGV9wMnG9uiosj1dwxSNkiC1n42buEVd0A";

    [Theory]
    [InlineData("brightness", 1.37, "DAwM/wAAAAD/yf+S/+e9zKPj/8rrf+TC/yNu/81aAv9SsPV7Xo6WhNeR0P9UCf/qLahs8TIbgEPMrf//JqNJAP//GJ7/4vz8/+L/7i2aAXSgo///qf+H/8X/bdvF/xhm+oP/weLYQf8tR////wLVMXv/6/FQ//n//3z/HJpMjjUn2/EMLf////9LD/+9mf9oXTw8/xrFpP/k8/8v7f9HARj/Av//ylT/Hv//uP3/6iv/flLFJEiSChsK0P9oGom7I/NStv//gv+Rbgwrwf88YX4xq+j//yPQylTr2MaeK/d1NVKCK/943Kl0RXv/fg////8X9WERgv///1Y4Ef+D/1Lv4Pr//P//d/8Q1ZiWvb4v//9DYv8uD3n///+0dP8A")]
    [InlineData("brightness", 0.21, "AQEBNQAAAAA1HioWNCMcHxgiLx8kEyMdNAURLR8NACgMGyUSDhUXFCAWHzQNATQjBhkQJAcEEwofGiszBRgLACgwAxgoIiYmKSI1JAYXABEYGCoxGi8ULR41ECEeMgMPJhQuHSIhCicGCjI0MgAgBxIwJCQMKiYyLxMyBBcLFQgGISQBBjIzJy0LAiwcFysPDgkJNAMeGS8jJSgHJDIKAAMoAC0vHw0rBC4xHCYvIwY0EwweBQsWAQQBHysPAxUcBSUMGywzEzAWEQEGHTUJDhMHGiMqNAUfHw0kIR4YBiYSCAwTBi0SIRoRChIrEwIzMDQDJQ4CEyk1Lg0IAisULQwkIiYxJiwpEi4CIBcXHB0HLC4KDy0HAhI0LScbES4A")]
    [InlineData("contrast", 1.6, "AAAA/wAAAAD/nfVd/8COoHC7/57FRr2V/wAz/6IbAOMSgNBCIFhiTa1bpf8VAP/DAHYwywAASACgffv/AHAIAOX/AGvjutjY8Lr/yABmADptcPX/eP9Q/5j/MrKY/wAq1kv/k7quAOAABf///wCrAEL/xcsQ9dX//0P/AGYLWAAAsssAAP//3v8KAP+OZf4rHgAA/wCYcv+9zuYAxv8FAADjAP//nhX/AP//itr/wwD/RRKYAAZdAAAApfsrAFKNAM4Shv//Sv9bMwAAk/8AI0UAesLy/wClnhXFrpprANM7ABJKAP8+s3g6A0L9RQD///8A0CMASuv//xYAAPpL/xLKuNb/2P/uPf8Aq2NijpAA//8AJf8AAED//92FOv8A")]
    [InlineData("contrast", 0.4, "UVFRtE5OTk60iJ54sZGFiX2Qp4mSc5CGsVhupYpoTppmgZVyaXd6dIx4irJmULGSW39tlFxWc2GJgKCvWX1jTpqrVXyakJeXnZCzk1t7TnB8fZ6sf6l1pYe0bo6HrlVsl3SnhpCNYZlbYq6yrk6MXHKqkpRlnpauqXKuVntkd11ZjpRRW62wmaRkUqKFeqFsaV9fslWHfqiQlZtck65iTlWaTqSoiWahVqashJioklqycmaHWGN4UVZRiqBsVXaEWJVmg6KwdKt4blFahrNfanJcgJKesliKiWaSjYh8WpZwXWZ0WqRxjn9wYnKgclKwq7JUlWpTdJy0pmdeU6B0pGaUj5erl6OdcKZSjHp6hYVco6ZhaqRbUnGxpJiCcKZO")]
    [InlineData("saturation", 1.9, "CQkJ/wAAAAD/eeIt/5dco2rD/32rML2O/wBA/4wAAP4GaskgLnF8QLJRbP8AAP+uAJdE/wEAcBrYSd//AJYbAO//AIb/mb2905P//wCLAGekP9z/R/8Y/3D/H7eZ/wA84Tz/fqyeAPMAAP///wDWAFr/tb0A0Kr//yb/AI8jkhYDp8UAAP//u/AAAP+FQfcAUyUl/wC0Ov+UuNQAlP8AAAT/AP//uxj/AP//Y8L/6wD/ZyrKBTadARgBg+kAAHa8AOcGT+b/Ff8qfAAfW/8AP2cAXbPs/wC/vxvsqJBZAOYyFT2AAP8jvHUrDlj/dwD/9P8A/C8AGNj//xYAAP88/wbgkrf/pt7BGP8AuGNhk5UA4u8AAP8AAF3/8bhPFv8A")]
    [InlineData("saturation", 0.3, "CQkJgTU1FBRgpreaz7etiYCOvKWsf5WOj01dsp2EVI1mkqGGVmFieox8udeed7+oSWRXakE7UEJgqcDMQ15LYZqnR2V7rrOzvbPNb0RcLUZPorvFpMOdv6jJdY2JiEVWlnyimJ+daJNkkcrNiEBuSVqEpKWCxb/QrIOwPVlIRzMwmp9thsTGvMWUZ6ONlLGJODAwk01zp8e1rbGCv9SbFxxQa6uvdVuHeLS4o7K+eE6QUkliKzNDDBAMqLiRPVZhW4hlrsbQmMGbLxkgs9WWTFJClaOsl1N5clh5lZGJYY5yNDpFb6aAjIB1T1t+Ry513+WfeVlHlbPFjl5XYpx7lGaIsbfGxc7JiK9xhXh3goJjysyZgKx1PlWFxr2shq5s")]
    [InlineData("hue", 0.13, "CQkJ/8YAxgD/bMqN9fmLpneT4LSUXoen+IgaqtpDAq+/W7N4RUluYZ2YPvtzCI/4IWN7sJwUlTF/in/0HHJ3ABDpMxO/paq4/abwrjkhBwF1fXjrY+Ss/5DPUHKg8oES32CljZmlIb2INFr88hkDhSToVLA78Lfq8VyNFWNxaGAdIbAKIkr3Qtg3DIbUTdCORD8s+0UUec3iOsEkNPJLgwG/Ay3j0T6fFjnrmofh/CGnkDyDPxtrCBQRTc5lHBOJG7Kwjob3X+nUUSgJLf5tJFwsin3I/EUbrD5vi550IaK1PSdfIMjXjKFVhDPP9gzdOPwSobMNdl//3ssqDqfN2Dw8x6Tquc7VDNxfnJJuPIsjUdwxItmJdQz4ttmFAN1T")]
    [InlineData("hue", -0.4, "CQkJAGD/Zv8Aymy3i5j5d6aClMzgp3FeGqz4XEPavwIQs1ujbmNFnWFv+z7j+EYIeyohFECwMZU29Op/dxwl6a8Avb8TuLClqP2mIayudWYB69x45GOvkP+toHBQEqbyYN+EpZSNvSFu/LM0A/LkqugkhTuwu/C3XPGlcRUVHTFofwqw96kitDfY1DYM0E2jLDVEFO374nt5kyTB6zTyX78B45EDPtFW66IW3uGHIfxPPpA8VWsbFAgNzk3JiX0Tshsz9+uG6V+JCT5R/i3eWyRcyMd9G/T8PqxngXSetSEkU18n1yAtXlWhms8zHPYMshL8DRWz//lfKljezRIOPNjA1Oqk1bu53Aypbn+cYyOLojHc2SKOuPgMm4XZ3QCs")]
    public void Gives_what_Pillow_gives(string change, double factor, string expected)
    {
        var image = new RgbImage(12, 8, Convert.FromBase64String(Noise));
        Action<RgbImage, double> apply = change switch
        {
            "brightness" => ColorChange.Brightness,
            "contrast" => ColorChange.Contrast,
            "saturation" => ColorChange.Saturation,
            _ => HueTurn.By,
        };

        apply(image, factor);

        Assert.Equal(Convert.FromBase64String(expected), image.Pixels);
    }
}
