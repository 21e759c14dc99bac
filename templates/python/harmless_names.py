"""The names that reading takes for harmless; docs/verification.md shows the same table, and a test compares both."""

# A row is what it is about, a colon, and the names; a line that begins with two spaces continues it. Nothing here opens a file,
# starts a process, reaches a network, changes the environment, or leads to a name that is not here.
HARMLESS = """
builtins: __debug__ __doc__ __file__ __name__ abs aiter all anext any ascii bin bool bytearray bytes callable chr classmethod complex
  dict divmod Ellipsis enumerate filter float format frozenset hasattr hash hex id int isinstance issubclass iter len list map max min
  next NotImplemented object oct ord pow print property range repr reversed round set slice sorted staticmethod str sum super tuple type
  zip
methods: _asdict _replace add append appendleft as_integer_ratio as_posix as_tuple astimezone bit_count bit_length cache_clear
  capitalize casefold center choice choices clear combine conjugate copy count critical ctime date debug decode difference
  difference_update digest discard elements encode end endswith error exception exp expand expandtabs extend extendleft find findall
  finditer format format_map from_bytes from_iterable fromhex fromisocalendar fromisoformat fromkeys fromordinal fromtimestamp fullmatch
  gauss get get_matching_blocks getvalue group groupdict groups hex hexdigest index info insert intersection intersection_update
  is_integer isalnum isalpha isascii isdecimal isdigit isdisjoint isidentifier islower isnumeric isocalendar isoformat isoweekday
  isprintable isspace issubset issuperset istitle isupper items join joinpath keys limit_denominator ljust ln log10 lower lstrip
  maketrans match most_common move_to_end normalize now partition pop popitem popleft quantize randint random ratio remove removeprefix
  removesuffix replace reverse rfind rindex rjust rotate rpartition rsplit rstrip safe_substitute sample search setdefault shuffle span
  split splitlines sqrt start startswith strftime strip strptime sub subn substitute subtract swapcase symmetric_difference
  symmetric_difference_update time timestamp timetuple title to_bytes to_integral_value today toordinal total total_seconds translate
  tzname uniform union update upper utcnow utcoffset values warning weekday with_name with_suffix zfill
attributes: a anchor args b broadcast_address colno compressed data day days denominator digest_size digits doc drive encoding end epsilon
  exploded exponent fields fieldnames filename flags fold fragment groupindex hex hostmask hostname hour imag int is_global is_link_local
  is_loopback is_multicast is_private is_reserved is_unspecified key lastgroup lastindex lineno major max maxlen micro microsecond
  microseconds min minor minute month msg name names netloc netmask network_address num_addresses numerator object packed params parent
  parents parts password path pattern pos port prec prefixlen query real reason resolution root scheme second seconds sign size start
  stem step stop string suffix suffixes template tm_hour tm_isdst tm_mday tm_min tm_mon tm_sec tm_wday tm_yday tm_year tzinfo urn username
  value variant version week weekday year
special: __abs__ __add__ __aenter__ __aexit__ __aiter__ __all__ __and__ __anext__ __author__ __await__ __bool__ __bytes__ __call__
  __ceil__ __class_getitem__ __complex__ __contains__ __copy__ __copyright__ __date__ __deepcopy__ __delete__ __delitem__ __divmod__
  __doc__ __email__ __enter__ __eq__ __exit__ __float__ __floor__ __floordiv__ __format__ __ge__ __get__ __getattr__ __getitem__ __gt__
  __hash__ __iadd__ __iand__ __ifloordiv__ __imod__ __imul__ __index__ __init__ __init_subclass__ __int__ __invert__ __ior__ __ipow__
  __isub__ __iter__ __itruediv__ __ixor__ __le__ __len__ __length_hint__ __license__ __lshift__ __lt__ __match_args__ __matmul__
  __missing__ __mod__ __mul__ __ne__ __neg__ __new__ __next__ __or__ __pos__ __post_init__ __pow__ __radd__ __rand__ __rdivmod__ __repr__
  __reversed__ __rfloordiv__ __rlshift__ __rmod__ __rmul__ __ror__ __round__ __rpow__ __rshift__ __rsub__ __rtruediv__ __rxor__ __set__
  __set_name__ __setitem__ __slots__ __str__ __sub__ __title__ __truediv__ __trunc__ __version__ __xor__
decorators: abc.abstractmethod classmethod contextlib.asynccontextmanager contextlib.contextmanager dataclasses.dataclass enum.unique
  functools.cache functools.cached_property functools.lru_cache functools.total_ordering functools.wraps property staticmethod
  typing.final typing.overload typing.runtime_checkable
__future__: annotations division generator_stop
abc: ABC ABCMeta abstractmethod
asyncio: CancelledError gather sleep TimeoutError wait_for
base64: b16decode b16encode b32decode b32encode b64decode b64encode b85decode b85encode urlsafe_b64decode urlsafe_b64encode
binascii: a2b_base64 a2b_hex b2a_base64 b2a_hex crc32 Error hexlify unhexlify
bisect: bisect bisect_left bisect_right insort insort_left insort_right
calendar: day_abbr day_name isleap leapdays month_abbr month_name monthcalendar monthrange timegm weekday
cmath: acos asin atan cos e exp isclose isfinite isinf isnan log log10 phase pi polar rect sin sqrt tan tau
collections: ChainMap Counter defaultdict deque namedtuple OrderedDict UserDict UserList
collections.abc: AsyncIterator Callable Collection Container Generator Hashable Iterable Iterator Mapping MutableMapping MutableSequence
  MutableSet Sequence Set Sized
colorsys: hls_to_rgb hsv_to_rgb rgb_to_hls rgb_to_hsv rgb_to_yiq yiq_to_rgb
contextlib: asynccontextmanager contextmanager nullcontext suppress
copy: copy deepcopy
csv: DictReader Error QUOTE_ALL QUOTE_MINIMAL QUOTE_NONE QUOTE_NONNUMERIC Sniffer reader
dataclasses: asdict astuple dataclass field FrozenInstanceError is_dataclass replace
datetime: date datetime MAXYEAR MINYEAR time timedelta timezone tzinfo UTC
decimal: Decimal DivisionByZero Inexact InvalidOperation localcontext Overflow ROUND_CEILING ROUND_DOWN ROUND_FLOOR ROUND_HALF_DOWN
  ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP
difflib: context_diff get_close_matches ndiff SequenceMatcher unified_diff
enum: auto Enum Flag IntEnum IntFlag StrEnum unique
fractions: Fraction
functools: cache cached_property cmp_to_key lru_cache partial reduce total_ordering wraps
hashlib: blake2b blake2s md5 sha1 sha224 sha256 sha384 sha3_256 sha3_512 sha512
heapq: heapify heappop heappush heappushpop heapreplace merge nlargest nsmallest
hmac: compare_digest digest new
html: escape unescape
io: BytesIO StringIO
ipaddress: ip_address ip_network IPv4Address IPv4Network IPv6Address IPv6Network
itertools: accumulate chain combinations combinations_with_replacement compress count cycle dropwhile filterfalse groupby islice
  pairwise permutations product repeat starmap takewhile tee zip_longest
json: dumps JSONDecodeError loads
keyword: iskeyword
logging: CRITICAL critical DEBUG debug ERROR error exception getLogger INFO info Logger WARNING warning
math: acos acosh asin asinh atan atan2 atanh ceil comb copysign cos cosh degrees dist e erf erfc exp expm1 fabs factorial floor fmod
  frexp fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2 modf nan perm pi pow prod
  radians remainder sin sinh sqrt tan tanh tau trunc
numbers: Complex Integral Number Rational Real
operator: add and_ concat contains eq floordiv ge getitem gt invert itemgetter le lt mod mul ne neg not_ or_ pos pow sub truediv truth
  xor
os: linesep name pathsep sep
os.path: basename commonprefix dirname isabs join normpath split splitext
pathlib: PurePath PurePosixPath PureWindowsPath
pprint: pformat
random: betavariate choice choices expovariate gauss randint Random random randrange sample seed shuffle triangular uniform
re: A ASCII compile DOTALL error escape findall finditer fullmatch I IGNORECASE M Match match MULTILINE Pattern S search split sub subn
  U UNICODE VERBOSE X
secrets: choice randbelow token_bytes token_hex token_urlsafe
shlex: join quote
statistics: fmean geometric_mean harmonic_mean mean median median_high median_low mode multimode pstdev pvariance quantiles
  StatisticsError stdev variance
string: ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits octdigits printable punctuation Template whitespace
struct: calcsize error pack unpack
sys: byteorder exit float_info maxsize maxunicode platform version version_info
textwrap: dedent fill indent shorten wrap
time: gmtime localtime mktime monotonic monotonic_ns perf_counter perf_counter_ns process_time sleep strftime strptime time time_ns
types: MappingProxyType SimpleNamespace
typing: AbstractSet Annotated Any AnyStr AsyncIterator Awaitable Callable cast ClassVar Coroutine DefaultDict Dict Final final FrozenSet
  Generator Generic Hashable Iterable Iterator List Literal Mapping MutableMapping MutableSequence NamedTuple NewType NoReturn Optional
  overload Protocol runtime_checkable Self Sequence Set Tuple Type TypeAlias TYPE_CHECKING TypedDict TypeVar Union
unicodedata: bidirectional category combining decimal digit east_asian_width is_normalized lookup name normalize numeric
urllib.parse: parse_qs parse_qsl quote quote_plus unquote unquote_plus urlencode urljoin urlparse urlsplit urlunparse urlunsplit
uuid: NAMESPACE_DNS NAMESPACE_OID NAMESPACE_URL UUID uuid3 uuid4 uuid5
zlib: adler32 compress crc32 decompress
zoneinfo: ZoneInfo ZoneInfoNotFoundError
"""
